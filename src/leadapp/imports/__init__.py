"""Documents that come from outside: read behind a guard, with caps, into the plain records of ``domain.sheets``."""
