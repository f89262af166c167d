//! What it costs to make a delivery of an event: AES-256-CBC, base64, SHA-256. `cargo bench --bench seal` prints the time
//! an event, by the bytes of its text.

use divan::Bencher;
use divan::counter::ItemsCount;
use helpdesk_evt::internals::{Keys, Secret, Stamp, seal};

/// Bytes of an event's text: the usual one, the platform's full one, one with long texts.
const SIZES: [usize; 3] = [652, 1_024, 4_096];

fn main() {
    divan::main();
}

#[divan::bench(args = SIZES)]
fn encrypted_and_signed(bencher: Bencher<'_, '_>, bytes: usize) {
    let keys = Keys::new(Some(Secret::new("example-key")), Some(Secret::new("example-token")));
    measure(bencher, &keys, bytes);
}

#[divan::bench(args = SIZES)]
fn plain(bencher: Bencher<'_, '_>, bytes: usize) {
    measure(bencher, &Keys::default(), bytes);
}

fn measure(bencher: Bencher<'_, '_>, keys: &Keys, bytes: usize) {
    let text = vec![b'x'; bytes];
    let stamp = Stamp { timestamp_s: 1_700_000_000, nonce: "4503176248285538401".to_owned(), iv: [7; 16] };
    bencher.counter(ItemsCount::new(1_u32)).bench(|| seal(keys, &text, &stamp));
}
