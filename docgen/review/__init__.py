"""What legal staff see of the templates: findings, and later comparison and approval."""
