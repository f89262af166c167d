//! Event types: what each must tell us, its schema and its documented fields.
