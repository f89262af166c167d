// A module that has the schema of SARIF 2.1.0 among its test data.
module helpdesk-evt.example/interop/sarif

go 1.21

require github.com/securego/gosec/v2 v2.30.0
