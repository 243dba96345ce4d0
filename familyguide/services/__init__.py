"""What the app does with the guide: directory, hours, documents, choices. No Qt here."""
