"""Questions of the model's fields: what a page shows of a draft, and the draft that its form makes."""
