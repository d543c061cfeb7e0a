// Saving while typing (htmx); what happens when it cannot be saved, and when the session has ended.
