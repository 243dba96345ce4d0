"""What the guide holds: values, loading, checking, compiling and searching. No Qt here."""
