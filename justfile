# The developer's menu. Every recipe is a plain command that works without `just`.

# Build the demonstration site and open it in the browser.
serve:
    cargo run --release -- serve --open

# Run all tests.
test:
    cargo test

# What continuous integration runs.
ci:
    bash .ci/run

# Format and lint.
lint:
    cargo fmt --check && cargo clippy --all-targets -- -D warnings

# Time builds of generated sites (1,000 and 10,000 articles).
bench *ARGS:
    cargo bench --bench site -- {{ARGS}}
