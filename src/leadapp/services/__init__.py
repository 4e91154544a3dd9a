"""What a lead can do: one method is one transaction and one undo step."""
