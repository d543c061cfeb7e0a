"""What a service keeps: SQLite or PostgreSQL, personal data encrypted, an audit chain, retention."""
