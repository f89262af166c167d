
use builtin;
use str;

set edit:completion:arg-completer[helpdesk-evt] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'helpdesk-evt'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'helpdesk-evt'= {
            cand --color 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected'
            cand --lang 'The language of Lark''s own labels [default: zh where the locale is Chinese, else en]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand validate 'Check events against the documented schema, with the exact place and the way out'
            cand schema 'Print the JSON Schema of an event type'
            cand explain 'Explain a finding''s code or a field; without one, list them'
            cand sample 'List the bundled sample events, or print some'
            cand completions 'Print the completion script of a shell'
            cand man 'Print the man page'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'helpdesk-evt;validate'= {
            cand --sample 'A bundled sample by its name (repeatable), or `all`; `helpdesk-evt sample` lists them'
            cand --deny 'Make a code an error (repeatable); `warnings` stands for all warnings'
            cand --warn 'Make a code a warning (repeatable)'
            cand --allow 'Do not report a code (repeatable)'
            cand --format 'How to write the result'
            cand -o 'Write the result to a file instead of standard output (whole or not at all)'
            cand --output 'Write the result to a file instead of standard output (whole or not at all)'
            cand --report 'Write another report beside it (repeatable), as in `junit=out.xml`'
            cand --max-findings 'Show at most N findings; the rest are counted'
            cand --encrypt-key-file 'A file that holds the app''s Encrypt Key'
            cand --encrypt-key 'The app''s Encrypt Key; other users of this machine can see it in the process list'
            cand --color 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected'
            cand --lang 'The language of Lark''s own labels [default: zh where the locale is Chinese, else en]'
            cand --fail-fast 'Stop after the first faulty event'
            cand -q 'Say less: no summary, no progress'
            cand --quiet 'Say less: no summary, no progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'helpdesk-evt;schema'= {
            cand --color 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected'
            cand --lang 'The language of Lark''s own labels [default: zh where the locale is Chinese, else en]'
            cand --list 'List the known event types instead'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'helpdesk-evt;explain'= {
            cand --color 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected'
            cand --lang 'The language of Lark''s own labels [default: zh where the locale is Chinese, else en]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'helpdesk-evt;sample'= {
            cand --color 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected'
            cand --lang 'The language of Lark''s own labels [default: zh where the locale is Chinese, else en]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'helpdesk-evt;completions'= {
            cand --color 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected'
            cand --lang 'The language of Lark''s own labels [default: zh where the locale is Chinese, else en]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'helpdesk-evt;man'= {
            cand --color 'When to use colour; the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are respected'
            cand --lang 'The language of Lark''s own labels [default: zh where the locale is Chinese, else en]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'helpdesk-evt;help'= {
            cand validate 'Check events against the documented schema, with the exact place and the way out'
            cand schema 'Print the JSON Schema of an event type'
            cand explain 'Explain a finding''s code or a field; without one, list them'
            cand sample 'List the bundled sample events, or print some'
            cand completions 'Print the completion script of a shell'
            cand man 'Print the man page'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'helpdesk-evt;help;validate'= {
        }
        &'helpdesk-evt;help;schema'= {
        }
        &'helpdesk-evt;help;explain'= {
        }
        &'helpdesk-evt;help;sample'= {
        }
        &'helpdesk-evt;help;completions'= {
        }
        &'helpdesk-evt;help;man'= {
        }
        &'helpdesk-evt;help;help'= {
        }
    ]
    $completions[$command]
}
