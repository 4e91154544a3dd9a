"""The bundle's way in: what ``python -m leadapp`` does."""

import sys

from leadapp.__main__ import main

sys.exit(main())
