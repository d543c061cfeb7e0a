"""The pages for clerks: sign in, cases, people, questions, preview, issue, batches, verification."""
