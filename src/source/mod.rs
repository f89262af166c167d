//! What is read: paths, globs, standard input and bundled samples, cut into documents.
