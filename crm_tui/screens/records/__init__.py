"""What is shown of one record: a file per noun, and the pane that shows them all."""
