
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'helpdesk-evt' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'helpdesk-evt'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'helpdesk-evt' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language of Lark''s labels, of headings and of short phrases [default: zh where the locale is Chinese, else en]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: helpdesk-evt.toml, found from the working folder upwards, else from the first path]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help; -h has one screen, --help has all')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help; -h has one screen, --help has all')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('validate', 'validate', [CompletionResultType]::ParameterValue, 'Check events against the documented schema, with the exact place and the way out')
            [CompletionResult]::new('replay', 'replay', [CompletionResultType]::ParameterValue, 'Deliver events to an app as the platform does, and report what it did')
            [CompletionResult]::new('gateway', 'gateway', [CompletionResultType]::ParameterValue, 'Be the platform''s long connection, for the official clients')
            [CompletionResult]::new('listen', 'listen', [CompletionResultType]::ParameterValue, 'Receive events as an app does: check, show and record them')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Show what events changed: one by one, as a ticket''s life, or as a tally')
            [CompletionResult]::new('probe', 'probe', [CompletionResultType]::ParameterValue, 'Judge an app''s receiver against the platform''s contract')
            [CompletionResult]::new('ci', 'ci', [CompletionResultType]::ParameterValue, 'Judge an app in one command: start it, check it, deliver to it, end it')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Look at one request: is it as the platform sends it, and if not, which mistake is it')
            [CompletionResult]::new('sign', 'sign', [CompletionResultType]::ParameterValue, 'Write the request that the platform would send for an event')
            [CompletionResult]::new('open', 'open', [CompletionResultType]::ParameterValue, 'Decrypt a body, or a log of bodies, to NDJSON')
            [CompletionResult]::new('redact', 'redact', [CompletionResultType]::ParameterValue, 'Write recordings without what identifies anybody, or check that there is nothing of it')
            [CompletionResult]::new('schema', 'schema', [CompletionResultType]::ParameterValue, 'Print the JSON Schema of an event type')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Explain a finding''s code or a field; without one, list them')
            [CompletionResult]::new('sample', 'sample', [CompletionResultType]::ParameterValue, 'List the bundled sample events, or print some')
            [CompletionResult]::new('generate', 'generate', [CompletionResultType]::ParameterValue, 'Write a log of synthetic tickets, the same for the same seed, with labelled faults on request')
            [CompletionResult]::new('config', 'config', [CompletionResultType]::ParameterValue, 'Show which configuration is in force, or begin a file')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the completion script of a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the man page, or that of a command')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'helpdesk-evt;validate' {
            [CompletionResult]::new('--sample', '--sample', [CompletionResultType]::ParameterName, 'A bundled sample by its name (repeatable), or `all`; `helpdesk-evt sample` lists them')
            [CompletionResult]::new('--exclude', '--exclude', [CompletionResultType]::ParameterName, 'Leave out files and folders of these names or paths where a folder or a glob is read (repeatable)')
            [CompletionResult]::new('--unwrap', '--unwrap', [CompletionResultType]::ParameterName, 'Whether events are taken out of log lines (docker, CRI, text before JSON, JSON in strings, raw records)')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'How many threads work side by side [default: one a core]; the output is the same for any number')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'How many threads work side by side [default: one a core]; the output is the same for any number')
            [CompletionResult]::new('--deny', '--deny', [CompletionResultType]::ParameterName, 'Make a code an error (repeatable); `warnings` stands for all warnings')
            [CompletionResult]::new('--warn', '--warn', [CompletionResultType]::ParameterName, 'Make a code a warning (repeatable)')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Do not report a code (repeatable)')
            [CompletionResult]::new('--sdk', '--sdk', [CompletionResultType]::ParameterName, 'Say what a typed handler of this SDK would make of each event (repeatable): what it refuses, what it alters')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the result')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write the result to a file instead of standard output (whole or not at all); - is standard output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the result to a file instead of standard output (whole or not at all); - is standard output')
            [CompletionResult]::new('--report', '--report', [CompletionResultType]::ParameterName, 'Write another report beside it (repeatable), as in `ndjson=out.ndjson`')
            [CompletionResult]::new('--max-findings', '--max-findings', [CompletionResultType]::ParameterName, 'Show at most N findings; the rest are counted')
            [CompletionResult]::new('--encrypt-key-file', '--encrypt-key-file', [CompletionResultType]::ParameterName, 'A file that holds the app''s Encrypt Key')
            [CompletionResult]::new('--encrypt-key', '--encrypt-key', [CompletionResultType]::ParameterName, 'The app''s Encrypt Key; other users of this machine can see it in the process list')
            [CompletionResult]::new('--old-key-file', '--old-key-file', [CompletionResultType]::ParameterName, 'A file that holds the key which the Encrypt Key replaced: what it sealed is opened and verified, too')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language of Lark''s labels, of headings and of short phrases [default: zh where the locale is Chinese, else en]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: helpdesk-evt.toml, found from the working folder upwards, else from the first path]')
            [CompletionResult]::new('--fail-fast', '--fail-fast', [CompletionResultType]::ParameterName, 'Stop after the first faulty event')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Show each finding, and not each cause once')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: no summary, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: no summary, no progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help; -h has one screen, --help has all')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help; -h has one screen, --help has all')
            break
        }
        'helpdesk-evt;replay' {
            [CompletionResult]::new('--sample', '--sample', [CompletionResultType]::ParameterName, 'A bundled sample by its name (repeatable), or `all`; `helpdesk-evt sample` lists them')
            [CompletionResult]::new('--exclude', '--exclude', [CompletionResultType]::ParameterName, 'Leave out files and folders of these names or paths where a folder or a glob is read (repeatable)')
            [CompletionResult]::new('--unwrap', '--unwrap', [CompletionResultType]::ParameterName, 'Whether events are taken out of log lines (docker, CRI, text before JSON, JSON in strings, raw records)')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'Where to deliver: the app''s request URL, http or https')
            [CompletionResult]::new('-H', '-H ', [CompletionResultType]::ParameterName, 'Another header for every request (repeatable), as in ''X-Env: test''')
            [CompletionResult]::new('--header', '--header', [CompletionResultType]::ParameterName, 'Another header for every request (repeatable), as in ''X-Env: test''')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The limit for an answer, connecting included; the platform''s is 3s')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'The limit for a connection; the platform''s is 2s')
            [CompletionResult]::new('--cacert', '--cacert', [CompletionResultType]::ParameterName, 'Trust the certificates in this PEM file, and no others')
            [CompletionResult]::new('--signature', '--signature', [CompletionResultType]::ParameterName, 'Send them with this signature')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'Wait so long for the app to answer, then begin')
            [CompletionResult]::new('--run', '--run', [CompletionResultType]::ParameterName, 'Start the app by this command, wait up to 60s (or --wait) for it, and end it after the run')
            [CompletionResult]::new('--ui', '--ui', [CompletionResultType]::ParameterName, 'Show the run on a page for a browser of this machine, at an address that is printed; --ui=PORT takes another port')
            [CompletionResult]::new('--control', '--control', [CompletionResultType]::ParameterName, 'Let programs of this machine watch and steer the run, by HTTP on this port (0 takes a free one) and with a token that is printed')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'Set a value in every event (repeatable), by its key or its place: status=51, /event/object/status=51')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'How many tickets at a time; events of one ticket stay in order [default: 1, with a rate or a pace 64]')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'How many tickets at a time; events of one ticket stay in order [default: 1, with a rate or a pace 64]')
            [CompletionResult]::new('--rate', '--rate', [CompletionResultType]::ParameterName, 'Start so many events a time, whatever the app does: 50/s, 30/m, 100/h')
            [CompletionResult]::new('--pace', '--pace', [CompletionResultType]::ParameterName, 'Keep the recorded gaps; events are sorted by their time, 4,096 at a time')
            [CompletionResult]::new('--speed', '--speed', [CompletionResultType]::ParameterName, 'How many times faster than recorded')
            [CompletionResult]::new('--max-gap', '--max-gap', [CompletionResultType]::ParameterName, 'Wait no longer than this between two events')
            [CompletionResult]::new('--retry', '--retry', [CompletionResultType]::ParameterName, 'Try again: none, platform (after 15 s, 5 min, 1 h, 6 h), or so many times (after 1 s, 2 s, 4 s, or Retry-After)')
            [CompletionResult]::new('--time-scale', '--time-scale', [CompletionResultType]::ParameterName, 'Multiply the waits before retries; 0.001 makes 15 s 15 ms')
            [CompletionResult]::new('--duplicate', '--duplicate', [CompletionResultType]::ParameterName, 'Deliver this share of the events again after they were accepted: 10%, or all')
            [CompletionResult]::new('--shuffle', '--shuffle', [CompletionResultType]::ParameterName, 'Disorder the events, within and across tickets, the same way for the same seed')
            [CompletionResult]::new('--fail-if', '--fail-if', [CompletionResultType]::ParameterName, 'Exit with 1 if this holds (repeatable): ''p99 > 500ms'', ''failed > 1%''; one about `failed` replaces the usual rule')
            [CompletionResult]::new('--ledger', '--ledger', [CompletionResultType]::ParameterName, 'Record every attempt in this file, on disk before the ticket''s next event is sent')
            [CompletionResult]::new('--failed-to', '--failed-to', [CompletionResultType]::ParameterName, 'Write events that failed for good to this file, as they were read')
            [CompletionResult]::new('--deny', '--deny', [CompletionResultType]::ParameterName, 'Make a code an error (repeatable); `warnings` stands for all warnings')
            [CompletionResult]::new('--warn', '--warn', [CompletionResultType]::ParameterName, 'Make a code a warning (repeatable)')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Do not report a code (repeatable)')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the result')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write the result to a file instead of standard output (whole or not at all); - is standard output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the result to a file instead of standard output (whole or not at all); - is standard output')
            [CompletionResult]::new('--report', '--report', [CompletionResultType]::ParameterName, 'Write another report beside it (repeatable), as in `ndjson=out.ndjson`')
            [CompletionResult]::new('--max-findings', '--max-findings', [CompletionResultType]::ParameterName, 'Show at most N findings; the rest are counted')
            [CompletionResult]::new('--encrypt-key-file', '--encrypt-key-file', [CompletionResultType]::ParameterName, 'A file that holds the app''s Encrypt Key')
            [CompletionResult]::new('--encrypt-key', '--encrypt-key', [CompletionResultType]::ParameterName, 'The app''s Encrypt Key; other users of this machine can see it in the process list')
            [CompletionResult]::new('--old-key-file', '--old-key-file', [CompletionResultType]::ParameterName, 'A file that holds the key which the Encrypt Key replaced: what it sealed is opened and verified, too')
            [CompletionResult]::new('--verification-token-file', '--verification-token-file', [CompletionResultType]::ParameterName, 'A file that holds the app''s Verification Token')
            [CompletionResult]::new('--verification-token', '--verification-token', [CompletionResultType]::ParameterName, 'The app''s Verification Token; other users of this machine can see it in the process list')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language of Lark''s labels, of headings and of short phrases [default: zh where the locale is Chinese, else en]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: helpdesk-evt.toml, found from the working folder upwards, else from the first path]')
            [CompletionResult]::new('-k', '-k', [CompletionResultType]::ParameterName, 'Accept any TLS certificate')
            [CompletionResult]::new('--insecure', '--insecure', [CompletionResultType]::ParameterName, 'Accept any TLS certificate')
            [CompletionResult]::new('--http2', '--http2', [CompletionResultType]::ParameterName, 'Speak HTTP/2 where the app''s TLS offers it')
            [CompletionResult]::new('--verify-url', '--verify-url', [CompletionResultType]::ParameterName, 'Make the platform''s URL check first, and stop if the app fails it')
            [CompletionResult]::new('--signature-headers-without-key', '--signature-headers-without-key', [CompletionResultType]::ParameterName, 'Send the headers of a signature though there is no encrypt key, as the platform may: over an empty key')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print requests and answers on standard error as curl does, with their secrets masked')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print requests and answers on standard error as curl does, with their secrets masked')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print each request with its secrets masked, and send nothing')
            [CompletionResult]::new('--hold', '--hold', [CompletionResultType]::ParameterName, 'Begin held: deliver nothing before a release, from the page or by the API')
            [CompletionResult]::new('--fresh', '--fresh', [CompletionResultType]::ParameterName, 'Give every event a new `event_id` and `create_time`')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Deliver invalid events, too; otherwise they are reported and left out')
            [CompletionResult]::new('--all-types', '--all-types', [CompletionResultType]::ParameterName, 'Deliver events of other products, too; otherwise they are counted and left out')
            [CompletionResult]::new('--fail-fast', '--fail-fast', [CompletionResultType]::ParameterName, 'Stop after the first event that failed for good')
            [CompletionResult]::new('--resume', '--resume', [CompletionResultType]::ParameterName, 'Go on from the ledger: events it has as accepted are not sent again')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: no summary, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: no summary, no progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help; -h has one screen, --help has all')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help; -h has one screen, --help has all')
            break
        }
        'helpdesk-evt;gateway' {
            [CompletionResult]::new('--sample', '--sample', [CompletionResultType]::ParameterName, 'A bundled sample by its name (repeatable), or `all`; `helpdesk-evt sample` lists them')
            [CompletionResult]::new('--exclude', '--exclude', [CompletionResultType]::ParameterName, 'Leave out files and folders of these names or paths where a folder or a glob is read (repeatable)')
            [CompletionResult]::new('--unwrap', '--unwrap', [CompletionResultType]::ParameterName, 'Whether events are taken out of log lines (docker, CRI, text before JSON, JSON in strings, raw records)')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'The port; 0 takes a free one and says which')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The address to listen on; another one than this machine''s own lets others connect')
            [CompletionResult]::new('--connections', '--connections', [CompletionResultType]::ParameterName, 'How many connections there may be; the platform allows an app 50')
            [CompletionResult]::new('--wait-for', '--wait-for', [CompletionResultType]::ParameterName, 'Begin to send once there are so many connections [default: 1], or end after this time without them (60s: exit 4)')
            [CompletionResult]::new('--run', '--run', [CompletionResultType]::ParameterName, 'Start the app by this command, wait up to 60s (or --wait-for) for it, and end it after the run')
            [CompletionResult]::new('--for', '--for', [CompletionResultType]::ParameterName, 'End after this time, as in 30s; where no app has connected by then, with an error (4)')
            [CompletionResult]::new('--allow-host', '--allow-host', [CompletionResultType]::ParameterName, 'A name that apps may call this machine by, beside its own, as from a container; repeatable. Without it, and while --host is this machine''s own, requests by other names are refused')
            [CompletionResult]::new('--ready-file', '--ready-file', [CompletionResultType]::ParameterName, 'Write the URL to this file once apps can connect')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The limit for an ack; the platform''s is 3s')
            [CompletionResult]::new('--split', '--split', [CompletionResultType]::ParameterName, 'Send every event in N pieces')
            [CompletionResult]::new('--split-gap', '--split-gap', [CompletionResultType]::ParameterName, 'Wait between two pieces of an event: the Go and Java SDKs lose pieces that come back to back; 5ms does for Go, 100ms for a JVM that has just started')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'What the connection of each event is chosen by: the same choices for the same seed')
            [CompletionResult]::new('--ping-interval', '--ping-interval', [CompletionResultType]::ParameterName, 'Tell clients to ping every so many seconds')
            [CompletionResult]::new('--reconnect-interval', '--reconnect-interval', [CompletionResultType]::ParameterName, 'Tell clients to wait so many seconds between two tries to reconnect')
            [CompletionResult]::new('--reconnect-nonce', '--reconnect-nonce', [CompletionResultType]::ParameterName, 'Tell clients to wait a random time of at most so many seconds before the first try')
            [CompletionResult]::new('--drop-after', '--drop-after', [CompletionResultType]::ParameterName, 'Drop every connection after this time, as in 10s')
            [CompletionResult]::new('--drop-how', '--drop-how', [CompletionResultType]::ParameterName, 'How to drop it')
            [CompletionResult]::new('--endpoint-fails', '--endpoint-fails', [CompletionResultType]::ParameterName, 'Let the endpoint fail N times, with this code (1000040343, after which the SDKs try again)')
            [CompletionResult]::new('--endpoint-fails-after', '--endpoint-fails-after', [CompletionResultType]::ParameterName, 'Let it fail after K requests that were answered: a refused reconnect')
            [CompletionResult]::new('--ui', '--ui', [CompletionResultType]::ParameterName, 'Show the run on a page for a browser of this machine, at an address that is printed; --ui=PORT takes another port')
            [CompletionResult]::new('--control', '--control', [CompletionResultType]::ParameterName, 'Let programs of this machine watch and steer the run, by HTTP on this port (0 takes a free one) and with a token that is printed')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'Set a value in every event (repeatable), by its key or its place: status=51, /event/object/status=51')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'How many tickets at a time; events of one ticket stay in order [default: 1, with a rate or a pace 64]')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'How many tickets at a time; events of one ticket stay in order [default: 1, with a rate or a pace 64]')
            [CompletionResult]::new('--rate', '--rate', [CompletionResultType]::ParameterName, 'Start so many events a time, whatever the app does: 50/s, 30/m, 100/h')
            [CompletionResult]::new('--pace', '--pace', [CompletionResultType]::ParameterName, 'Keep the recorded gaps; events are sorted by their time, 4,096 at a time')
            [CompletionResult]::new('--speed', '--speed', [CompletionResultType]::ParameterName, 'How many times faster than recorded')
            [CompletionResult]::new('--max-gap', '--max-gap', [CompletionResultType]::ParameterName, 'Wait no longer than this between two events')
            [CompletionResult]::new('--retry', '--retry', [CompletionResultType]::ParameterName, 'Try again: none, platform (after 15 s, 5 min, 1 h, 6 h), or so many times (after 1 s, 2 s, 4 s, or Retry-After)')
            [CompletionResult]::new('--time-scale', '--time-scale', [CompletionResultType]::ParameterName, 'Multiply the waits before retries; 0.001 makes 15 s 15 ms')
            [CompletionResult]::new('--duplicate', '--duplicate', [CompletionResultType]::ParameterName, 'Deliver this share of the events again after they were accepted: 10%, or all')
            [CompletionResult]::new('--shuffle', '--shuffle', [CompletionResultType]::ParameterName, 'Disorder the events, within and across tickets, the same way for the same seed')
            [CompletionResult]::new('--fail-if', '--fail-if', [CompletionResultType]::ParameterName, 'Exit with 1 if this holds (repeatable): ''p99 > 500ms'', ''failed > 1%''; one about `failed` replaces the usual rule')
            [CompletionResult]::new('--ledger', '--ledger', [CompletionResultType]::ParameterName, 'Record every attempt in this file, on disk before the ticket''s next event is sent')
            [CompletionResult]::new('--failed-to', '--failed-to', [CompletionResultType]::ParameterName, 'Write events that failed for good to this file, as they were read')
            [CompletionResult]::new('--deny', '--deny', [CompletionResultType]::ParameterName, 'Make a code an error (repeatable); `warnings` stands for all warnings')
            [CompletionResult]::new('--warn', '--warn', [CompletionResultType]::ParameterName, 'Make a code a warning (repeatable)')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Do not report a code (repeatable)')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the result')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write the result to a file instead of standard output (whole or not at all); - is standard output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the result to a file instead of standard output (whole or not at all); - is standard output')
            [CompletionResult]::new('--report', '--report', [CompletionResultType]::ParameterName, 'Write another report beside it (repeatable), as in `ndjson=out.ndjson`')
            [CompletionResult]::new('--max-findings', '--max-findings', [CompletionResultType]::ParameterName, 'Show at most N findings; the rest are counted')
            [CompletionResult]::new('--encrypt-key-file', '--encrypt-key-file', [CompletionResultType]::ParameterName, 'A file that holds the app''s Encrypt Key')
            [CompletionResult]::new('--encrypt-key', '--encrypt-key', [CompletionResultType]::ParameterName, 'The app''s Encrypt Key; other users of this machine can see it in the process list')
            [CompletionResult]::new('--old-key-file', '--old-key-file', [CompletionResultType]::ParameterName, 'A file that holds the key which the Encrypt Key replaced: what it sealed is opened and verified, too')
            [CompletionResult]::new('--app-id', '--app-id', [CompletionResultType]::ParameterName, 'Let in only this app (else code 403)')
            [CompletionResult]::new('--app-secret-file', '--app-secret-file', [CompletionResultType]::ParameterName, 'A file that holds the app secret')
            [CompletionResult]::new('--app-secret', '--app-secret', [CompletionResultType]::ParameterName, 'Let in only who has this secret (else code 514); other users of this machine can see it in the process list')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language of Lark''s labels, of headings and of short phrases [default: zh where the locale is Chinese, else en]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: helpdesk-evt.toml, found from the working folder upwards, else from the first path]')
            [CompletionResult]::new('--once', '--once', [CompletionResultType]::ParameterName, 'End after the last event, instead of keeping the connections')
            [CompletionResult]::new('--no-pong', '--no-pong', [CompletionResultType]::ParameterName, 'Do not answer the SDKs'' pings')
            [CompletionResult]::new('--hold', '--hold', [CompletionResultType]::ParameterName, 'Begin held: deliver nothing before a release, from the page or by the API')
            [CompletionResult]::new('--fresh', '--fresh', [CompletionResultType]::ParameterName, 'Give every event a new `event_id` and `create_time`')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Deliver invalid events, too; otherwise they are reported and left out')
            [CompletionResult]::new('--all-types', '--all-types', [CompletionResultType]::ParameterName, 'Deliver events of other products, too; otherwise they are counted and left out')
            [CompletionResult]::new('--fail-fast', '--fail-fast', [CompletionResultType]::ParameterName, 'Stop after the first event that failed for good')
            [CompletionResult]::new('--resume', '--resume', [CompletionResultType]::ParameterName, 'Go on from the ledger: events it has as accepted are not sent again')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: no summary, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: no summary, no progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help; -h has one screen, --help has all')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help; -h has one screen, --help has all')
            break
        }
        'helpdesk-evt;listen' {
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'The port; 0 takes a free one and says which')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The address to listen on; another one than this machine''s own lets others send events here')
            [CompletionResult]::new('--path', '--path', [CompletionResultType]::ParameterName, 'The path events are delivered to')
            [CompletionResult]::new('--max-body', '--max-body', [CompletionResultType]::ParameterName, 'The largest body that is taken, bytes')
            [CompletionResult]::new('--forward', '--forward', [CompletionResultType]::ParameterName, 'Pass what is in order on to an app behind, body and headers as they came; its answer is shown and kept in --record-raw beside ours, and the sender does not wait for it')
            [CompletionResult]::new('--record', '--record', [CompletionResultType]::ParameterName, 'Append every acknowledged event to a file, a line each, its very bytes (an event of several lines loses the white space between its tokens); readable for its owner only, for events carry their token')
            [CompletionResult]::new('--record-raw', '--record-raw', [CompletionResultType]::ParameterName, 'Append every request as it came, headers and body, to a file, a line of JSON each; secrets are masked')
            [CompletionResult]::new('--salt-file', '--salt-file', [CompletionResultType]::ParameterName, 'Make the same pseudonyms as every run with this file; --dedupe needs it to know events across restarts')
            [CompletionResult]::new('--dedupe', '--dedupe', [CompletionResultType]::ParameterName, 'Leave events out of the record that were acknowledged within this time, as in 8h: those of the same `event_id`, ticket and content; kept across restarts in FILE.seen (the latest 1,048,576 events)')
            [CompletionResult]::new('--respond', '--respond', [CompletionResultType]::ParameterName, 'Answer with this status; what is not acknowledged with 200 is not recorded')
            [CompletionResult]::new('--delay', '--delay', [CompletionResultType]::ParameterName, 'Hold every answer back so long; the event is on disk before')
            [CompletionResult]::new('--fail-first', '--fail-first', [CompletionResultType]::ParameterName, 'Answer the first N deliveries with 500, whichever events they carry')
            [CompletionResult]::new('--drop', '--drop', [CompletionResultType]::ParameterName, 'Close the connection of this share of deliveries without an answer, as in 10%')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'Which deliveries --drop takes: the same ones in every run')
            [CompletionResult]::new('--max-events', '--max-events', [CompletionResultType]::ParameterName, 'Stop after N events that were answered as asked; duplicates, --fail-first and --drop do not count')
            [CompletionResult]::new('--for', '--for', [CompletionResultType]::ParameterName, 'Stop after this time, as in 30s')
            [CompletionResult]::new('--ready-file', '--ready-file', [CompletionResultType]::ParameterName, 'Write the URL to this file once events can be sent')
            [CompletionResult]::new('--ui', '--ui', [CompletionResultType]::ParameterName, 'Show the run on a page for a browser of this machine, at an address that is printed; --ui=PORT takes another port')
            [CompletionResult]::new('--control', '--control', [CompletionResultType]::ParameterName, 'Let programs of this machine watch and steer the run, by HTTP on this port (0 takes a free one) and with a token that is printed')
            [CompletionResult]::new('--deny', '--deny', [CompletionResultType]::ParameterName, 'Make a code an error (repeatable); `warnings` stands for all warnings')
            [CompletionResult]::new('--warn', '--warn', [CompletionResultType]::ParameterName, 'Make a code a warning (repeatable)')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Do not report a code (repeatable)')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to show what comes')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write the result to a file instead of standard output (whole or not at all); - is standard output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the result to a file instead of standard output (whole or not at all); - is standard output')
            [CompletionResult]::new('--report', '--report', [CompletionResultType]::ParameterName, 'Write another report beside it (repeatable), as in `ndjson=out.ndjson`')
            [CompletionResult]::new('--max-findings', '--max-findings', [CompletionResultType]::ParameterName, 'Show at most N findings; the rest are counted')
            [CompletionResult]::new('--encrypt-key-file', '--encrypt-key-file', [CompletionResultType]::ParameterName, 'A file that holds the app''s Encrypt Key')
            [CompletionResult]::new('--encrypt-key', '--encrypt-key', [CompletionResultType]::ParameterName, 'The app''s Encrypt Key; other users of this machine can see it in the process list')
            [CompletionResult]::new('--old-key-file', '--old-key-file', [CompletionResultType]::ParameterName, 'A file that holds the key which the Encrypt Key replaced: what it sealed is opened and verified, too')
            [CompletionResult]::new('--verification-token-file', '--verification-token-file', [CompletionResultType]::ParameterName, 'A file that holds the app''s Verification Token')
            [CompletionResult]::new('--verification-token', '--verification-token', [CompletionResultType]::ParameterName, 'The app''s Verification Token; other users of this machine can see it in the process list')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language of Lark''s labels, of headings and of short phrases [default: zh where the locale is Chinese, else en]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: helpdesk-evt.toml, found from the working folder upwards, else from the first path]')
            [CompletionResult]::new('--redact', '--redact', [CompletionResultType]::ParameterName, 'Record events without what identifies anybody: ids, names, texts and tokens become pseudonyms, as `redact` does it')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: no summary, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: no summary, no progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help; -h has one screen, --help has all')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help; -h has one screen, --help has all')
            break
        }
        'helpdesk-evt;diff' {
            [CompletionResult]::new('--sample', '--sample', [CompletionResultType]::ParameterName, 'A bundled sample by its name (repeatable), or `all`; `helpdesk-evt sample` lists them')
            [CompletionResult]::new('--exclude', '--exclude', [CompletionResultType]::ParameterName, 'Leave out files and folders of these names or paths where a folder or a glob is read (repeatable)')
            [CompletionResult]::new('--unwrap', '--unwrap', [CompletionResultType]::ParameterName, 'Whether events are taken out of log lines (docker, CRI, text before JSON, JSON in strings, raw records)')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'How many threads work side by side [default: one a core]; the output is the same for any number')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'How many threads work side by side [default: one a core]; the output is the same for any number')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'The time zone: a name (Asia/Shanghai), an offset (+08:00) or UTC [default: this machine''s]')
            [CompletionResult]::new('--ticket', '--ticket', [CompletionResultType]::ParameterName, 'Only this ticket (repeatable), by its id or the short form that is shown: 7100…0340')
            [CompletionResult]::new('--event', '--event', [CompletionResultType]::ParameterName, 'Only this event (repeatable), by its id or the short form; in a timeline, the ticket''s whole life')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only events from this time on: a date, an RFC 3339 time, or an age (`2h`, `2h ago`, `7d`)')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Only events before this time')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Only events that this rule matches; of several all must match')
            [CompletionResult]::new('--expect', '--expect', [CompletionResultType]::ParameterName, 'Exit 1 unless some event matches (repeatable: each must be met)')
            [CompletionResult]::new('--forbid', '--forbid', [CompletionResultType]::ParameterName, 'Exit 1 if any event matches (repeatable); each is a finding at its place')
            [CompletionResult]::new('--deny', '--deny', [CompletionResultType]::ParameterName, 'Make a code an error (repeatable); `warnings` stands for all warnings')
            [CompletionResult]::new('--warn', '--warn', [CompletionResultType]::ParameterName, 'Make a code a warning (repeatable)')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Do not report a code (repeatable)')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the result')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write the result to a file instead of standard output (whole or not at all); - is standard output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the result to a file instead of standard output (whole or not at all); - is standard output')
            [CompletionResult]::new('--report', '--report', [CompletionResultType]::ParameterName, 'Write another report beside it (repeatable), as in `ndjson=out.ndjson`')
            [CompletionResult]::new('--max-findings', '--max-findings', [CompletionResultType]::ParameterName, 'Show at most N findings; the rest are counted')
            [CompletionResult]::new('--encrypt-key-file', '--encrypt-key-file', [CompletionResultType]::ParameterName, 'A file that holds the app''s Encrypt Key')
            [CompletionResult]::new('--encrypt-key', '--encrypt-key', [CompletionResultType]::ParameterName, 'The app''s Encrypt Key; other users of this machine can see it in the process list')
            [CompletionResult]::new('--old-key-file', '--old-key-file', [CompletionResultType]::ParameterName, 'A file that holds the key which the Encrypt Key replaced: what it sealed is opened and verified, too')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language of Lark''s labels, of headings and of short phrases [default: zh where the locale is Chinese, else en]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: helpdesk-evt.toml, found from the working folder upwards, else from the first path]')
            [CompletionResult]::new('--timeline', '--timeline', [CompletionResultType]::ParameterName, 'Tell each ticket''s life in the order of time, with gaps, duplicates and late arrivals')
            [CompletionResult]::new('--messages', '--messages', [CompletionResultType]::ParameterName, 'Messages, too, as marks in each ticket''s life (implies --timeline)')
            [CompletionResult]::new('--summary', '--summary', [CompletionResultType]::ParameterName, 'Count: transitions, time in each status, hand-overs, closings, answers, events a day')
            [CompletionResult]::new('--gaps', '--gaps', [CompletionResultType]::ParameterName, 'List where events are missing: a row a gap, with the ticket to fetch again')
            [CompletionResult]::new('--open', '--open', [CompletionResultType]::ParameterName, 'List the tickets that are not closed, the one that waits longest first')
            [CompletionResult]::new('--full', '--full', [CompletionResultType]::ParameterName, 'The long form for each event, also where there are several')
            [CompletionResult]::new('--all-fields', '--all-fields', [CompletionResultType]::ParameterName, 'Show the ticket''s other fields, too, decoded (implies --full)')
            [CompletionResult]::new('--exit-code', '--exit-code', [CompletionResultType]::ParameterName, 'Exit 1 if anything changed at all')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Gaps and duplicates of the timeline are errors')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave text in CSV cells that a spreadsheet would take for a formula as it is')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: no summary, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: no summary, no progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help; -h has one screen, --help has all')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help; -h has one screen, --help has all')
            break
        }
        'helpdesk-evt;probe' {
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'Where to deliver: the app''s request URL, http or https')
            [CompletionResult]::new('-H', '-H ', [CompletionResultType]::ParameterName, 'Another header for every request (repeatable), as in ''X-Env: test''')
            [CompletionResult]::new('--header', '--header', [CompletionResultType]::ParameterName, 'Another header for every request (repeatable), as in ''X-Env: test''')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The limit for an answer, connecting included; the platform''s is 3s')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'The limit for a connection; the platform''s is 2s')
            [CompletionResult]::new('--cacert', '--cacert', [CompletionResultType]::ParameterName, 'Trust the certificates in this PEM file, and no others')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'Wait so long for the app to answer, then begin')
            [CompletionResult]::new('--run', '--run', [CompletionResultType]::ParameterName, 'Start the app by this command, wait up to 60s (or --wait) for it, and end it after the run')
            [CompletionResult]::new('--only', '--only', [CompletionResultType]::ParameterName, 'Put only this case (repeatable, or several with commas between them)')
            [CompletionResult]::new('--skip', '--skip', [CompletionResultType]::ParameterName, 'Leave this case out (repeatable, or several with commas between them)')
            [CompletionResult]::new('--sdk', '--sdk', [CompletionResultType]::ParameterName, 'The SDK the app is built on: its own deviations are said, and do not count as failures')
            [CompletionResult]::new('--generate', '--generate', [CompletionResultType]::ParameterName, 'Send N valid events of chance, too, made from the schema: any field absent, new codes, extreme numbers')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'Which events of chance: the same ones for the same seed')
            [CompletionResult]::new('--effect', '--effect', [CompletionResultType]::ParameterName, 'A command that prints how often an event took effect; the shell runs it after the duplicate')
            [CompletionResult]::new('--effect-wait', '--effect-wait', [CompletionResultType]::ParameterName, 'How long an effect may come after the answer')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the result')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write the result to a file instead of standard output (whole or not at all); - is standard output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the result to a file instead of standard output (whole or not at all); - is standard output')
            [CompletionResult]::new('--report', '--report', [CompletionResultType]::ParameterName, 'Write another report beside it (repeatable), as in `ndjson=out.ndjson`')
            [CompletionResult]::new('--max-findings', '--max-findings', [CompletionResultType]::ParameterName, 'Show at most N findings; the rest are counted')
            [CompletionResult]::new('--encrypt-key-file', '--encrypt-key-file', [CompletionResultType]::ParameterName, 'A file that holds the app''s Encrypt Key')
            [CompletionResult]::new('--encrypt-key', '--encrypt-key', [CompletionResultType]::ParameterName, 'The app''s Encrypt Key; other users of this machine can see it in the process list')
            [CompletionResult]::new('--old-key-file', '--old-key-file', [CompletionResultType]::ParameterName, 'A file that holds the key which the Encrypt Key replaced: what it sealed is opened and verified, too')
            [CompletionResult]::new('--verification-token-file', '--verification-token-file', [CompletionResultType]::ParameterName, 'A file that holds the app''s Verification Token')
            [CompletionResult]::new('--verification-token', '--verification-token', [CompletionResultType]::ParameterName, 'The app''s Verification Token; other users of this machine can see it in the process list')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language of Lark''s labels, of headings and of short phrases [default: zh where the locale is Chinese, else en]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: helpdesk-evt.toml, found from the working folder upwards, else from the first path]')
            [CompletionResult]::new('-k', '-k', [CompletionResultType]::ParameterName, 'Accept any TLS certificate')
            [CompletionResult]::new('--insecure', '--insecure', [CompletionResultType]::ParameterName, 'Accept any TLS certificate')
            [CompletionResult]::new('--list', '--list', [CompletionResultType]::ParameterName, 'List the cases and send nothing')
            [CompletionResult]::new('--keep-going', '--keep-going', [CompletionResultType]::ParameterName, 'Go on where a must-case has failed with a clear cause, which otherwise ends the probe')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: no summary, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: no summary, no progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help; -h has one screen, --help has all')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help; -h has one screen, --help has all')
            break
        }
        'helpdesk-evt;ci' {
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'Wait so long for the app to answer, then begin')
            [CompletionResult]::new('--run', '--run', [CompletionResultType]::ParameterName, 'Start the app by this command, wait up to 60s (or --wait) for it, and end it after the run')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'Where to deliver: the app''s request URL, http or https')
            [CompletionResult]::new('-H', '-H ', [CompletionResultType]::ParameterName, 'Another header for every request (repeatable), as in ''X-Env: test''')
            [CompletionResult]::new('--header', '--header', [CompletionResultType]::ParameterName, 'Another header for every request (repeatable), as in ''X-Env: test''')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The limit for an answer, connecting included; the platform''s is 3s')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'The limit for a connection; the platform''s is 2s')
            [CompletionResult]::new('--cacert', '--cacert', [CompletionResultType]::ParameterName, 'Trust the certificates in this PEM file, and no others')
            [CompletionResult]::new('--sdk', '--sdk', [CompletionResultType]::ParameterName, 'The SDK the app is built on: its own deviations are said, and do not count as failures')
            [CompletionResult]::new('--expect', '--expect', [CompletionResultType]::ParameterName, 'Fail if no event changes this (repeatable), as in ''status: created -> closed''')
            [CompletionResult]::new('--forbid', '--forbid', [CompletionResultType]::ParameterName, 'Fail if an event changes this (repeatable)')
            [CompletionResult]::new('--keep', '--keep', [CompletionResultType]::ParameterName, 'Keep what each step wrote in this folder')
            [CompletionResult]::new('--init', '--init', [CompletionResultType]::ParameterName, 'Print a workflow that runs this command, and do nothing else')
            [CompletionResult]::new('--encrypt-key-file', '--encrypt-key-file', [CompletionResultType]::ParameterName, 'A file that holds the app''s Encrypt Key')
            [CompletionResult]::new('--encrypt-key', '--encrypt-key', [CompletionResultType]::ParameterName, 'The app''s Encrypt Key; other users of this machine can see it in the process list')
            [CompletionResult]::new('--old-key-file', '--old-key-file', [CompletionResultType]::ParameterName, 'A file that holds the key which the Encrypt Key replaced: what it sealed is opened and verified, too')
            [CompletionResult]::new('--verification-token-file', '--verification-token-file', [CompletionResultType]::ParameterName, 'A file that holds the app''s Verification Token')
            [CompletionResult]::new('--verification-token', '--verification-token', [CompletionResultType]::ParameterName, 'The app''s Verification Token; other users of this machine can see it in the process list')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language of Lark''s labels, of headings and of short phrases [default: zh where the locale is Chinese, else en]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: helpdesk-evt.toml, found from the working folder upwards, else from the first path]')
            [CompletionResult]::new('-k', '-k', [CompletionResultType]::ParameterName, 'Accept any TLS certificate')
            [CompletionResult]::new('--insecure', '--insecure', [CompletionResultType]::ParameterName, 'Accept any TLS certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help; -h has one screen, --help has all')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help; -h has one screen, --help has all')
            break
        }
        'helpdesk-evt;verify' {
            [CompletionResult]::new('--line', '--line', [CompletionResultType]::ParameterName, 'Which line of a raw record')
            [CompletionResult]::new('-H', '-H ', [CompletionResultType]::ParameterName, 'A header of the request (repeatable), beside those it has')
            [CompletionResult]::new('--header', '--header', [CompletionResultType]::ParameterName, 'A header of the request (repeatable), beside those it has')
            [CompletionResult]::new('--body', '--body', [CompletionResultType]::ParameterName, 'The body of the request, byte for byte; - is standard input')
            [CompletionResult]::new('--deny', '--deny', [CompletionResultType]::ParameterName, 'Make a code an error (repeatable); `warnings` stands for all warnings')
            [CompletionResult]::new('--warn', '--warn', [CompletionResultType]::ParameterName, 'Make a code a warning (repeatable)')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Do not report a code (repeatable)')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the result')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write the result to a file instead of standard output (whole or not at all); - is standard output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the result to a file instead of standard output (whole or not at all); - is standard output')
            [CompletionResult]::new('--report', '--report', [CompletionResultType]::ParameterName, 'Write another report beside it (repeatable), as in `ndjson=out.ndjson`')
            [CompletionResult]::new('--max-findings', '--max-findings', [CompletionResultType]::ParameterName, 'Show at most N findings; the rest are counted')
            [CompletionResult]::new('--encrypt-key-file', '--encrypt-key-file', [CompletionResultType]::ParameterName, 'A file that holds the app''s Encrypt Key')
            [CompletionResult]::new('--encrypt-key', '--encrypt-key', [CompletionResultType]::ParameterName, 'The app''s Encrypt Key; other users of this machine can see it in the process list')
            [CompletionResult]::new('--old-key-file', '--old-key-file', [CompletionResultType]::ParameterName, 'A file that holds the key which the Encrypt Key replaced: what it sealed is opened and verified, too')
            [CompletionResult]::new('--verification-token-file', '--verification-token-file', [CompletionResultType]::ParameterName, 'A file that holds the app''s Verification Token')
            [CompletionResult]::new('--verification-token', '--verification-token', [CompletionResultType]::ParameterName, 'The app''s Verification Token; other users of this machine can see it in the process list')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language of Lark''s labels, of headings and of short phrases [default: zh where the locale is Chinese, else en]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: helpdesk-evt.toml, found from the working folder upwards, else from the first path]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: no summary, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: no summary, no progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help; -h has one screen, --help has all')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help; -h has one screen, --help has all')
            break
        }
        'helpdesk-evt;sign' {
            [CompletionResult]::new('--sample', '--sample', [CompletionResultType]::ParameterName, 'A bundled sample by its name (repeatable), or `all`; `helpdesk-evt sample` lists them')
            [CompletionResult]::new('--exclude', '--exclude', [CompletionResultType]::ParameterName, 'Leave out files and folders of these names or paths where a folder or a glob is read (repeatable)')
            [CompletionResult]::new('--unwrap', '--unwrap', [CompletionResultType]::ParameterName, 'Whether events are taken out of log lines (docker, CRI, text before JSON, JSON in strings, raw records)')
            [CompletionResult]::new('--challenge', '--challenge', [CompletionResultType]::ParameterName, 'The challenge of the URL check [default: one that was not used before]')
            [CompletionResult]::new('--timestamp', '--timestamp', [CompletionResultType]::ParameterName, 'When it is sent, s since 1970 [default: now]')
            [CompletionResult]::new('--nonce', '--nonce', [CompletionResultType]::ParameterName, 'The nonce [default: one that was not used before]')
            [CompletionResult]::new('--iv', '--iv', [CompletionResultType]::ParameterName, 'The IV of the encryption, 32 hex digits [default: one that was not used before]')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'Where it goes: for the request line, Host and curl')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write it')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write to a file instead of standard output (whole or not at all)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write to a file instead of standard output (whole or not at all)')
            [CompletionResult]::new('--encrypt-key-file', '--encrypt-key-file', [CompletionResultType]::ParameterName, 'A file that holds the app''s Encrypt Key')
            [CompletionResult]::new('--encrypt-key', '--encrypt-key', [CompletionResultType]::ParameterName, 'The app''s Encrypt Key; other users of this machine can see it in the process list')
            [CompletionResult]::new('--old-key-file', '--old-key-file', [CompletionResultType]::ParameterName, 'A file that holds the key which the Encrypt Key replaced: what it sealed is opened and verified, too')
            [CompletionResult]::new('--verification-token-file', '--verification-token-file', [CompletionResultType]::ParameterName, 'A file that holds the app''s Verification Token')
            [CompletionResult]::new('--verification-token', '--verification-token', [CompletionResultType]::ParameterName, 'The app''s Verification Token; other users of this machine can see it in the process list')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language of Lark''s labels, of headings and of short phrases [default: zh where the locale is Chinese, else en]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: helpdesk-evt.toml, found from the working folder upwards, else from the first path]')
            [CompletionResult]::new('--url-check', '--url-check', [CompletionResultType]::ParameterName, 'The URL check instead of an event')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help; -h has one screen, --help has all')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help; -h has one screen, --help has all')
            break
        }
        'helpdesk-evt;open' {
            [CompletionResult]::new('--sample', '--sample', [CompletionResultType]::ParameterName, 'A bundled sample by its name (repeatable), or `all`; `helpdesk-evt sample` lists them')
            [CompletionResult]::new('--exclude', '--exclude', [CompletionResultType]::ParameterName, 'Leave out files and folders of these names or paths where a folder or a glob is read (repeatable)')
            [CompletionResult]::new('--unwrap', '--unwrap', [CompletionResultType]::ParameterName, 'Whether events are taken out of log lines (docker, CRI, text before JSON, JSON in strings, raw records)')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write to a file instead of standard output (whole or not at all)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write to a file instead of standard output (whole or not at all)')
            [CompletionResult]::new('--encrypt-key-file', '--encrypt-key-file', [CompletionResultType]::ParameterName, 'A file that holds the app''s Encrypt Key')
            [CompletionResult]::new('--encrypt-key', '--encrypt-key', [CompletionResultType]::ParameterName, 'The app''s Encrypt Key; other users of this machine can see it in the process list')
            [CompletionResult]::new('--old-key-file', '--old-key-file', [CompletionResultType]::ParameterName, 'A file that holds the key which the Encrypt Key replaced: what it sealed is opened and verified, too')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language of Lark''s labels, of headings and of short phrases [default: zh where the locale is Chinese, else en]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: helpdesk-evt.toml, found from the working folder upwards, else from the first path]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help; -h has one screen, --help has all')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help; -h has one screen, --help has all')
            break
        }
        'helpdesk-evt;redact' {
            [CompletionResult]::new('--sample', '--sample', [CompletionResultType]::ParameterName, 'A bundled sample by its name (repeatable), or `all`; `helpdesk-evt sample` lists them')
            [CompletionResult]::new('--exclude', '--exclude', [CompletionResultType]::ParameterName, 'Leave out files and folders of these names or paths where a folder or a glob is read (repeatable)')
            [CompletionResult]::new('--unwrap', '--unwrap', [CompletionResultType]::ParameterName, 'Whether events are taken out of log lines (docker, CRI, text before JSON, JSON in strings, raw records)')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'The folder to write to, a file for each file that is read; none of them may be there')
            [CompletionResult]::new('--salt-file', '--salt-file', [CompletionResultType]::ParameterName, 'Make the same pseudonyms as every run with this file; keep it secret [default: others in every run]')
            [CompletionResult]::new('--encrypt-key-file', '--encrypt-key-file', [CompletionResultType]::ParameterName, 'A file that holds the app''s Encrypt Key')
            [CompletionResult]::new('--encrypt-key', '--encrypt-key', [CompletionResultType]::ParameterName, 'The app''s Encrypt Key; other users of this machine can see it in the process list')
            [CompletionResult]::new('--old-key-file', '--old-key-file', [CompletionResultType]::ParameterName, 'A file that holds the key which the Encrypt Key replaced: what it sealed is opened and verified, too')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language of Lark''s labels, of headings and of short phrases [default: zh where the locale is Chinese, else en]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: helpdesk-evt.toml, found from the working folder upwards, else from the first path]')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'Write nothing: exit 1 if an event looks as if it was captured and not redacted')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: no summary')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: no summary')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help; -h has one screen, --help has all')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help; -h has one screen, --help has all')
            break
        }
        'helpdesk-evt;schema' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language of Lark''s labels, of headings and of short phrases [default: zh where the locale is Chinese, else en]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: helpdesk-evt.toml, found from the working folder upwards, else from the first path]')
            [CompletionResult]::new('--list', '--list', [CompletionResultType]::ParameterName, 'List the names instead')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'One schema that takes an event of any known type')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help; -h has one screen, --help has all')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help; -h has one screen, --help has all')
            break
        }
        'helpdesk-evt;explain' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language of Lark''s labels, of headings and of short phrases [default: zh where the locale is Chinese, else en]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: helpdesk-evt.toml, found from the working folder upwards, else from the first path]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help; -h has one screen, --help has all')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help; -h has one screen, --help has all')
            break
        }
        'helpdesk-evt;sample' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language of Lark''s labels, of headings and of short phrases [default: zh where the locale is Chinese, else en]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: helpdesk-evt.toml, found from the working folder upwards, else from the first path]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help; -h has one screen, --help has all')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help; -h has one screen, --help has all')
            break
        }
        'helpdesk-evt;generate' {
            [CompletionResult]::new('--tickets', '--tickets', [CompletionResultType]::ParameterName, 'How many tickets; every ticket has at least one event [default: a fifth of the events, else 10]')
            [CompletionResult]::new('--events', '--events', [CompletionResultType]::ParameterName, 'How many updates of tickets in all, a line each [default: five a ticket]')
            [CompletionResult]::new('--types', '--types', [CompletionResultType]::ParameterName, 'Which Helpdesk events: updates of tickets alone, or those of all four types, the updates being the same bytes')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'Which log: a seed gives the same bytes always and everywhere')
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'When the log begins: a date (UTC) or an RFC 3339 time [default: 2024-01-01, or 31 days before its end]')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'Before when the log ends [default: 31 days after it begins]')
            [CompletionResult]::new('--invalid', '--invalid', [CompletionResultType]::ParameterName, 'Break this share of the lines, one fault each, as in `1%`')
            [CompletionResult]::new('--labels', '--labels', [CompletionResultType]::ParameterName, 'Where to write line and code of each broken line [default: the output''s name and `.labels`]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write the log to a file instead of standard output (whole or not at all)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the log to a file instead of standard output (whole or not at all)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language of Lark''s labels, of headings and of short phrases [default: zh where the locale is Chinese, else en]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: helpdesk-evt.toml, found from the working folder upwards, else from the first path]')
            [CompletionResult]::new('--mixed', '--mixed', [CompletionResultType]::ParameterName, 'Add events of other products, as a log of a whole app holds them; the other lines stay the same')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Do not say on standard error what was written')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Do not say on standard error what was written')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help; -h has one screen, --help has all')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help; -h has one screen, --help has all')
            break
        }
        'helpdesk-evt;config' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language of Lark''s labels, of headings and of short phrases [default: zh where the locale is Chinese, else en]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: helpdesk-evt.toml, found from the working folder upwards, else from the first path]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help; -h has one screen, --help has all')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help; -h has one screen, --help has all')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Print every value that a flag has by itself, and where it comes from')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Write an example of `helpdesk-evt.toml` into the working folder')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'helpdesk-evt;config;show' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language of Lark''s labels, of headings and of short phrases [default: zh where the locale is Chinese, else en]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: helpdesk-evt.toml, found from the working folder upwards, else from the first path]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help; -h has one screen, --help has all')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help; -h has one screen, --help has all')
            break
        }
        'helpdesk-evt;config;init' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language of Lark''s labels, of headings and of short phrases [default: zh where the locale is Chinese, else en]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: helpdesk-evt.toml, found from the working folder upwards, else from the first path]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help; -h has one screen, --help has all')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help; -h has one screen, --help has all')
            break
        }
        'helpdesk-evt;config;help' {
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Print every value that a flag has by itself, and where it comes from')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Write an example of `helpdesk-evt.toml` into the working folder')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'helpdesk-evt;config;help;show' {
            break
        }
        'helpdesk-evt;config;help;init' {
            break
        }
        'helpdesk-evt;config;help;help' {
            break
        }
        'helpdesk-evt;completions' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language of Lark''s labels, of headings and of short phrases [default: zh where the locale is Chinese, else en]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: helpdesk-evt.toml, found from the working folder upwards, else from the first path]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help; -h has one screen, --help has all')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help; -h has one screen, --help has all')
            break
        }
        'helpdesk-evt;man' {
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Write the page of the program and that of every command into this folder instead')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language of Lark''s labels, of headings and of short phrases [default: zh where the locale is Chinese, else en]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: helpdesk-evt.toml, found from the working folder upwards, else from the first path]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help; -h has one screen, --help has all')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help; -h has one screen, --help has all')
            break
        }
        'helpdesk-evt;help' {
            [CompletionResult]::new('validate', 'validate', [CompletionResultType]::ParameterValue, 'Check events against the documented schema, with the exact place and the way out')
            [CompletionResult]::new('replay', 'replay', [CompletionResultType]::ParameterValue, 'Deliver events to an app as the platform does, and report what it did')
            [CompletionResult]::new('gateway', 'gateway', [CompletionResultType]::ParameterValue, 'Be the platform''s long connection, for the official clients')
            [CompletionResult]::new('listen', 'listen', [CompletionResultType]::ParameterValue, 'Receive events as an app does: check, show and record them')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Show what events changed: one by one, as a ticket''s life, or as a tally')
            [CompletionResult]::new('probe', 'probe', [CompletionResultType]::ParameterValue, 'Judge an app''s receiver against the platform''s contract')
            [CompletionResult]::new('ci', 'ci', [CompletionResultType]::ParameterValue, 'Judge an app in one command: start it, check it, deliver to it, end it')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Look at one request: is it as the platform sends it, and if not, which mistake is it')
            [CompletionResult]::new('sign', 'sign', [CompletionResultType]::ParameterValue, 'Write the request that the platform would send for an event')
            [CompletionResult]::new('open', 'open', [CompletionResultType]::ParameterValue, 'Decrypt a body, or a log of bodies, to NDJSON')
            [CompletionResult]::new('redact', 'redact', [CompletionResultType]::ParameterValue, 'Write recordings without what identifies anybody, or check that there is nothing of it')
            [CompletionResult]::new('schema', 'schema', [CompletionResultType]::ParameterValue, 'Print the JSON Schema of an event type')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Explain a finding''s code or a field; without one, list them')
            [CompletionResult]::new('sample', 'sample', [CompletionResultType]::ParameterValue, 'List the bundled sample events, or print some')
            [CompletionResult]::new('generate', 'generate', [CompletionResultType]::ParameterValue, 'Write a log of synthetic tickets, the same for the same seed, with labelled faults on request')
            [CompletionResult]::new('config', 'config', [CompletionResultType]::ParameterValue, 'Show which configuration is in force, or begin a file')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the completion script of a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the man page, or that of a command')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'helpdesk-evt;help;validate' {
            break
        }
        'helpdesk-evt;help;replay' {
            break
        }
        'helpdesk-evt;help;gateway' {
            break
        }
        'helpdesk-evt;help;listen' {
            break
        }
        'helpdesk-evt;help;diff' {
            break
        }
        'helpdesk-evt;help;probe' {
            break
        }
        'helpdesk-evt;help;ci' {
            break
        }
        'helpdesk-evt;help;verify' {
            break
        }
        'helpdesk-evt;help;sign' {
            break
        }
        'helpdesk-evt;help;open' {
            break
        }
        'helpdesk-evt;help;redact' {
            break
        }
        'helpdesk-evt;help;schema' {
            break
        }
        'helpdesk-evt;help;explain' {
            break
        }
        'helpdesk-evt;help;sample' {
            break
        }
        'helpdesk-evt;help;generate' {
            break
        }
        'helpdesk-evt;help;config' {
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Print every value that a flag has by itself, and where it comes from')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Write an example of `helpdesk-evt.toml` into the working folder')
            break
        }
        'helpdesk-evt;help;config;show' {
            break
        }
        'helpdesk-evt;help;config;init' {
            break
        }
        'helpdesk-evt;help;completions' {
            break
        }
        'helpdesk-evt;help;man' {
            break
        }
        'helpdesk-evt;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
