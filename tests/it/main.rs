//! One integration binary: the plan, the samples, the transcripts.
mod samples;
