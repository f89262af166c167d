# The image holds the binary, which is linked statically, and the certificates that https targets are checked against.
FROM rust:1.95-alpine AS build
# hadolint ignore=DL3018
RUN apk add --no-cache ca-certificates git musl-dev
WORKDIR /source
COPY . .
RUN cargo build --profile dist --locked

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /source/target/dist/helpdesk-evt /helpdesk-evt
WORKDIR /data
USER 65532:65532
ENTRYPOINT ["/helpdesk-evt"]
