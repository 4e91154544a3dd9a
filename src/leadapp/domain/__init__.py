"""What the words of leadapp mean. Standard library only; knows no file, no window and no document format."""
