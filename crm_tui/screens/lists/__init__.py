"""Lists of contacts and companies: filtered, sorted, of any size, the record beside them."""
