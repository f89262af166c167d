# Completes helpdesk-evt in bash; `helpdesk-evt completions bash` prints this.

_helpdesk_evt_names() {
    COMPREPLY=($(compgen -W "$1" -- "$cur"))
    # A name that is only a beginning takes no blank.
    if [[ ${COMPREPLY[0]-} == *[=:] ]]; then compopt -o nospace 2>/dev/null; fi
}

_helpdesk_evt_paths() {
    # Readline quotes names and adds a slash to folders; bash 3 has no compopt.
    compopt -o "$1" 2>/dev/null || COMPREPLY=($(compgen -f -- "$cur"))
}

_helpdesk_evt() {
    local cur=${COMP_WORDS[COMP_CWORD]} command="" word before=() count prev="" prior="" is_after_equals=""
    COMPREPLY=()
    if [[ $cur == "=" || ${COMP_WORDS[COMP_CWORD - 1]} == "=" ]]; then is_after_equals=1; fi
    if [[ $cur == "=" ]]; then cur=""; fi
    for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        if [[ $word != "=" ]]; then before+=("$word"); fi
    done
    count=${#before[@]}
    if ((count > 0)); then prev=${before[count - 1]}; fi
    if ((count > 1)); then prior=${before[count - 2]}; fi
    for word in "${before[@]}"; do
        case "$command,$word" in
            ",validate") command="validate" ;;
            ",replay") command="replay" ;;
            ",gateway") command="gateway" ;;
            ",listen") command="listen" ;;
            ",diff") command="diff" ;;
            ",probe") command="probe" ;;
            ",ci") command="ci" ;;
            ",verify") command="verify" ;;
            ",sign") command="sign" ;;
            ",open") command="open" ;;
            ",redact") command="redact" ;;
            ",schema") command="schema" ;;
            ",explain") command="explain" ;;
            ",sample") command="sample" ;;
            ",generate") command="generate" ;;
            ",config") command="config" ;;
            "config,show") command="config show" ;;
            "config,init") command="config init" ;;
            ",completions") command="completions" ;;
            ",man") command="man" ;;
            ",help") command="help" ;;
        esac
    done
    if [[ $is_after_equals && $prior == --report ]]; then
        _helpdesk_evt_paths default
        return
    fi
    case "$command $prev" in
        "validate --exclude" | "validate --jobs" | "validate -j" | "validate --max-findings" | "validate --encrypt-key" | "replay --exclude" | "replay --url" | "replay --header" | "replay -H" | "replay --timeout" | "replay --connect-timeout" | "replay --signature" | "replay --wait" | "replay --ui" | "replay --control" | "replay --jobs" | "replay -j" | "replay --rate" | "replay --speed" | "replay --max-gap" | "replay --time-scale" | "replay --shuffle" | "replay --fail-if" | "replay --max-findings" | "replay --encrypt-key" | "replay --verification-token" | "gateway --exclude" | "gateway --port" | "gateway --host" | "gateway --connections" | "gateway --wait-for" | "gateway --for" | "gateway --allow-host" | "gateway --timeout" | "gateway --split" | "gateway --split-gap" | "gateway --seed" | "gateway --ping-interval" | "gateway --reconnect-interval" | "gateway --reconnect-nonce" | "gateway --drop-after" | "gateway --endpoint-fails" | "gateway --endpoint-fails-after" | "gateway --ui" | "gateway --control" | "gateway --jobs" | "gateway -j" | "gateway --rate" | "gateway --speed" | "gateway --max-gap" | "gateway --time-scale" | "gateway --shuffle" | "gateway --fail-if" | "gateway --max-findings" | "gateway --encrypt-key" | "gateway --app-id" | "gateway --app-secret" | "listen --port" | "listen --host" | "listen --path" | "listen --max-body" | "listen --forward" | "listen --dedupe" | "listen --respond" | "listen --delay" | "listen --fail-first" | "listen --drop" | "listen --seed" | "listen --max-events" | "listen --for" | "listen --ui" | "listen --control" | "listen --max-findings" | "listen --encrypt-key" | "listen --verification-token" | "diff --exclude" | "diff --jobs" | "diff -j" | "diff --ticket" | "diff --event" | "diff --max-findings" | "diff --encrypt-key" | "probe --url" | "probe --header" | "probe -H" | "probe --timeout" | "probe --connect-timeout" | "probe --wait" | "probe --generate" | "probe --seed" | "probe --effect-wait" | "probe --max-findings" | "probe --encrypt-key" | "probe --verification-token" | "ci --wait" | "ci --url" | "ci --header" | "ci -H" | "ci --timeout" | "ci --connect-timeout" | "ci --encrypt-key" | "ci --verification-token" | "verify --line" | "verify --header" | "verify -H" | "verify --max-findings" | "verify --encrypt-key" | "verify --verification-token" | "sign --exclude" | "sign --challenge" | "sign --timestamp" | "sign --nonce" | "sign --iv" | "sign --url" | "sign --encrypt-key" | "sign --verification-token" | "open --exclude" | "open --encrypt-key" | "redact --exclude" | "redact --encrypt-key" | "generate --tickets" | "generate --events" | "generate --seed" | "generate --from" | "generate --to" | "generate --invalid")
            :
            return
            ;;
        "replay --run" | "gateway --run" | "probe --run" | "probe --effect" | "ci --run")
            COMPREPLY=($(compgen -c -- "$cur"))
            return
            ;;
        "diff --tz")
            _helpdesk_evt_names "Africa/Abidjan Africa/Accra Africa/Addis_Ababa Africa/Algiers Africa/Asmara Africa/Asmera Africa/Bamako Africa/Bangui Africa/Banjul Africa/Bissau Africa/Blantyre Africa/Brazzaville Africa/Bujumbura Africa/Cairo Africa/Casablanca Africa/Ceuta Africa/Conakry Africa/Dakar Africa/Dar_es_Salaam Africa/Djibouti Africa/Douala Africa/El_Aaiun Africa/Freetown Africa/Gaborone Africa/Harare Africa/Johannesburg Africa/Juba Africa/Kampala Africa/Khartoum Africa/Kigali Africa/Kinshasa Africa/Lagos Africa/Libreville Africa/Lome Africa/Luanda Africa/Lubumbashi Africa/Lusaka Africa/Malabo Africa/Maputo Africa/Maseru Africa/Mbabane Africa/Mogadishu Africa/Monrovia Africa/Nairobi Africa/Ndjamena Africa/Niamey Africa/Nouakchott Africa/Ouagadougou Africa/Porto-Novo Africa/Sao_Tome Africa/Timbuktu Africa/Tripoli Africa/Tunis Africa/Windhoek America/Adak America/Anchorage America/Anguilla America/Antigua America/Araguaina America/Argentina/Buenos_Aires America/Argentina/Catamarca America/Argentina/ComodRivadavia America/Argentina/Cordoba America/Argentina/Jujuy America/Argentina/La_Rioja America/Argentina/Mendoza America/Argentina/Rio_Gallegos America/Argentina/Salta America/Argentina/San_Juan America/Argentina/San_Luis America/Argentina/Tucuman America/Argentina/Ushuaia America/Aruba America/Asuncion America/Atikokan America/Atka America/Bahia America/Bahia_Banderas America/Barbados America/Belem America/Belize America/Blanc-Sablon America/Boa_Vista America/Bogota America/Boise America/Buenos_Aires America/Cambridge_Bay America/Campo_Grande America/Cancun America/Caracas America/Catamarca America/Cayenne America/Cayman America/Chicago America/Chihuahua America/Ciudad_Juarez America/Coral_Harbour America/Cordoba America/Costa_Rica America/Coyhaique America/Creston America/Cuiaba America/Curacao America/Danmarkshavn America/Dawson America/Dawson_Creek America/Denver America/Detroit America/Dominica America/Edmonton America/Eirunepe America/El_Salvador America/Ensenada America/Fort_Nelson America/Fort_Wayne America/Fortaleza America/Glace_Bay America/Godthab America/Goose_Bay America/Grand_Turk America/Grenada America/Guadeloupe America/Guatemala America/Guayaquil America/Guyana America/Halifax America/Havana America/Hermosillo America/Indiana/Indianapolis America/Indiana/Knox America/Indiana/Marengo America/Indiana/Petersburg America/Indiana/Tell_City America/Indiana/Vevay America/Indiana/Vincennes America/Indiana/Winamac America/Indianapolis America/Inuvik America/Iqaluit America/Jamaica America/Jujuy America/Juneau America/Kentucky/Louisville America/Kentucky/Monticello America/Knox_IN America/Kralendijk America/La_Paz America/Lima America/Los_Angeles America/Louisville America/Lower_Princes America/Maceio America/Managua America/Manaus America/Marigot America/Martinique America/Matamoros America/Mazatlan America/Mendoza America/Menominee America/Merida America/Metlakatla America/Mexico_City America/Miquelon America/Moncton America/Monterrey America/Montevideo America/Montreal America/Montserrat America/Nassau America/New_York America/Nipigon America/Nome America/Noronha America/North_Dakota/Beulah America/North_Dakota/Center America/North_Dakota/New_Salem America/Nuuk America/Ojinaga America/Panama America/Pangnirtung America/Paramaribo America/Phoenix America/Port-au-Prince America/Port_of_Spain America/Porto_Acre America/Porto_Velho America/Puerto_Rico America/Punta_Arenas America/Rainy_River America/Rankin_Inlet America/Recife America/Regina America/Resolute America/Rio_Branco America/Rosario America/Santa_Isabel America/Santarem America/Santiago America/Santo_Domingo America/Sao_Paulo America/Scoresbysund America/Shiprock America/Sitka America/St_Barthelemy America/St_Johns America/St_Kitts America/St_Lucia America/St_Thomas America/St_Vincent America/Swift_Current America/Tegucigalpa America/Thule America/Thunder_Bay America/Tijuana America/Toronto America/Tortola America/Vancouver America/Virgin America/Whitehorse America/Winnipeg America/Yakutat America/Yellowknife Antarctica/Casey Antarctica/Davis Antarctica/DumontDUrville Antarctica/Macquarie Antarctica/Mawson Antarctica/McMurdo Antarctica/Palmer Antarctica/Rothera Antarctica/South_Pole Antarctica/Syowa Antarctica/Troll Antarctica/Vostok Asia/Aden Asia/Almaty Asia/Amman Asia/Anadyr Asia/Aqtau Asia/Aqtobe Asia/Ashgabat Asia/Ashkhabad Asia/Atyrau Asia/Baghdad Asia/Bahrain Asia/Baku Asia/Bangkok Asia/Barnaul Asia/Beirut Asia/Bishkek Asia/Brunei Asia/Calcutta Asia/Chita Asia/Choibalsan Asia/Chongqing Asia/Chungking Asia/Colombo Asia/Dacca Asia/Damascus Asia/Dhaka Asia/Dili Asia/Dubai Asia/Dushanbe Asia/Famagusta Asia/Gaza Asia/Harbin Asia/Hebron Asia/Ho_Chi_Minh Asia/Hong_Kong Asia/Hovd Asia/Irkutsk Asia/Istanbul Asia/Jakarta Asia/Jayapura Asia/Jerusalem Asia/Kabul Asia/Kamchatka Asia/Karachi Asia/Kashgar Asia/Kathmandu Asia/Katmandu Asia/Khandyga Asia/Kolkata Asia/Krasnoyarsk Asia/Kuala_Lumpur Asia/Kuching Asia/Kuwait Asia/Macao Asia/Macau Asia/Magadan Asia/Makassar Asia/Manila Asia/Muscat Asia/Nicosia Asia/Novokuznetsk Asia/Novosibirsk Asia/Omsk Asia/Oral Asia/Phnom_Penh Asia/Pontianak Asia/Pyongyang Asia/Qatar Asia/Qostanay Asia/Qyzylorda Asia/Rangoon Asia/Riyadh Asia/Saigon Asia/Sakhalin Asia/Samarkand Asia/Seoul Asia/Shanghai Asia/Singapore Asia/Srednekolymsk Asia/Taipei Asia/Tashkent Asia/Tbilisi Asia/Tehran Asia/Tel_Aviv Asia/Thimbu Asia/Thimphu Asia/Tokyo Asia/Tomsk Asia/Ujung_Pandang Asia/Ulaanbaatar Asia/Ulan_Bator Asia/Urumqi Asia/Ust-Nera Asia/Vientiane Asia/Vladivostok Asia/Yakutsk Asia/Yangon Asia/Yekaterinburg Asia/Yerevan Atlantic/Azores Atlantic/Bermuda Atlantic/Canary Atlantic/Cape_Verde Atlantic/Faeroe Atlantic/Faroe Atlantic/Jan_Mayen Atlantic/Madeira Atlantic/Reykjavik Atlantic/South_Georgia Atlantic/St_Helena Atlantic/Stanley Australia/ACT Australia/Adelaide Australia/Brisbane Australia/Broken_Hill Australia/Canberra Australia/Currie Australia/Darwin Australia/Eucla Australia/Hobart Australia/LHI Australia/Lindeman Australia/Lord_Howe Australia/Melbourne Australia/NSW Australia/North Australia/Perth Australia/Queensland Australia/South Australia/Sydney Australia/Tasmania Australia/Victoria Australia/West Australia/Yancowinna Europe/Amsterdam Europe/Andorra Europe/Astrakhan Europe/Athens Europe/Belfast Europe/Belgrade Europe/Berlin Europe/Bratislava Europe/Brussels Europe/Bucharest Europe/Budapest Europe/Busingen Europe/Chisinau Europe/Copenhagen Europe/Dublin Europe/Gibraltar Europe/Guernsey Europe/Helsinki Europe/Isle_of_Man Europe/Istanbul Europe/Jersey Europe/Kaliningrad Europe/Kiev Europe/Kirov Europe/Kyiv Europe/Lisbon Europe/Ljubljana Europe/London Europe/Luxembourg Europe/Madrid Europe/Malta Europe/Mariehamn Europe/Minsk Europe/Monaco Europe/Moscow Europe/Nicosia Europe/Oslo Europe/Paris Europe/Podgorica Europe/Prague Europe/Riga Europe/Rome Europe/Samara Europe/San_Marino Europe/Sarajevo Europe/Saratov Europe/Simferopol Europe/Skopje Europe/Sofia Europe/Stockholm Europe/Tallinn Europe/Tirane Europe/Tiraspol Europe/Ulyanovsk Europe/Uzhgorod Europe/Vaduz Europe/Vatican Europe/Vienna Europe/Vilnius Europe/Volgograd Europe/Warsaw Europe/Zagreb Europe/Zaporozhye Europe/Zurich Indian/Antananarivo Indian/Chagos Indian/Christmas Indian/Cocos Indian/Comoro Indian/Kerguelen Indian/Mahe Indian/Maldives Indian/Mauritius Indian/Mayotte Indian/Reunion Pacific/Apia Pacific/Auckland Pacific/Bougainville Pacific/Chatham Pacific/Chuuk Pacific/Easter Pacific/Efate Pacific/Enderbury Pacific/Fakaofo Pacific/Fiji Pacific/Funafuti Pacific/Galapagos Pacific/Gambier Pacific/Guadalcanal Pacific/Guam Pacific/Honolulu Pacific/Johnston Pacific/Kanton Pacific/Kiritimati Pacific/Kosrae Pacific/Kwajalein Pacific/Majuro Pacific/Marquesas Pacific/Midway Pacific/Nauru Pacific/Niue Pacific/Norfolk Pacific/Noumea Pacific/Pago_Pago Pacific/Palau Pacific/Pitcairn Pacific/Pohnpei Pacific/Ponape Pacific/Port_Moresby Pacific/Rarotonga Pacific/Saipan Pacific/Samoa Pacific/Tahiti Pacific/Tarawa Pacific/Tongatapu Pacific/Truk Pacific/Wake Pacific/Wallis Pacific/Yap UTC local"
            return
            ;;
        "replay --set" | "gateway --set")
            _helpdesk_evt_names "actual_processing_time= agent_entry_time= agent_first_response_duration= agent_first_response_time= agent_last_response_time= agent_owner= agent_resolution_time= agent_service_duration= app_id= approve_status= avatar_url= bot_service_duration= channel= chat_id= city= closed_at= comments= content= country= create_time= created_at= customized_fields= department= display_name= dissatisfaction_reason= editable= email= en_us= event= event_id= event_type= guest= header= helpdesk_id= id= image_key= image_keys= ja_jp= key_name= message_id= msg_type= name= notification_id= object= old_object= open_id= position= required= schema= score= sender_id= sender_type= solve= stage= status= tenant_key= text= ticket= ticket_id= ticket_message_id= ticket_type= token= union_id= updated_at= user_avatar_url= user_id= user_name= value= zh_cn="
            return
            ;;
        "replay --duplicate" | "gateway --duplicate")
            _helpdesk_evt_names "all"
            return
            ;;
        " --color" | "validate --color" | "replay --color" | "gateway --color" | "listen --color" | "diff --color" | "probe --color" | "ci --color" | "verify --color" | "sign --color" | "open --color" | "redact --color" | "schema --color" | "explain --color" | "sample --color" | "generate --color" | "config --color" | "config show --color" | "config init --color" | "completions --color" | "man --color")
            _helpdesk_evt_names "auto always never"
            return
            ;;
        "validate --unwrap" | "replay --unwrap" | "gateway --unwrap" | "diff --unwrap" | "sign --unwrap" | "open --unwrap" | "redact --unwrap")
            _helpdesk_evt_names "auto none"
            return
            ;;
        " --lang" | "validate --lang" | "replay --lang" | "gateway --lang" | "listen --lang" | "diff --lang" | "probe --lang" | "ci --lang" | "verify --lang" | "sign --lang" | "open --lang" | "redact --lang" | "schema --lang" | "explain --lang" | "sample --lang" | "generate --lang" | "config --lang" | "config show --lang" | "config init --lang" | "completions --lang" | "man --lang")
            _helpdesk_evt_names "en zh"
            return
            ;;
        "ci --init")
            _helpdesk_evt_names "github gitlab"
            return
            ;;
        "sign --format")
            _helpdesk_evt_names "http curl json"
            return
            ;;
        "diff --format")
            _helpdesk_evt_names "human short json ndjson csv markdown html github codequality junit sarif mermaid dot"
            return
            ;;
        "validate --format")
            _helpdesk_evt_names "human short json ndjson github codequality junit sarif"
            return
            ;;
        "replay --format" | "gateway --format" | "probe --format")
            _helpdesk_evt_names "human short json ndjson github junit markdown html"
            return
            ;;
        "verify --format")
            _helpdesk_evt_names "human short json ndjson"
            return
            ;;
        "listen --format")
            _helpdesk_evt_names "human short ndjson"
            return
            ;;
        "diff --report")
            _helpdesk_evt_names "human= short= json= ndjson= csv= markdown= html= github= codequality= junit= sarif= mermaid= dot="
            return
            ;;
        "validate --report")
            _helpdesk_evt_names "human= short= json= ndjson= github= codequality= junit= sarif="
            return
            ;;
        "replay --report" | "gateway --report" | "probe --report")
            _helpdesk_evt_names "human= short= json= ndjson= github= junit= markdown= html="
            return
            ;;
        "verify --report")
            _helpdesk_evt_names "human= short= json= ndjson="
            return
            ;;
        "listen --report")
            _helpdesk_evt_names "human= short= ndjson="
            return
            ;;
        "validate --deny" | "validate --warn" | "validate --allow" | "replay --deny" | "replay --warn" | "replay --allow" | "gateway --deny" | "gateway --warn" | "gateway --allow" | "listen --deny" | "listen --warn" | "listen --allow" | "diff --deny" | "diff --warn" | "diff --allow" | "verify --deny" | "verify --warn" | "verify --allow")
            _helpdesk_evt_names "invalid-utf8 json-syntax cut-document lone-surrogate nested-too-deep document-too-large url-verification undecryptable-body encrypted-body v1-event unknown-event-type other-event-type not-an-event duplicate-key number-out-of-range schema-version status-unknown stage-unknown score-unknown solve-unknown code-unknown type-mismatch null-value missing-field empty-value time-not-digits time-negative float-integer time-unit updated-before-created updated-before-old closed-without-closed-at no-transition old-value-unchanged bot-with-sender-id event-id-repeated stage-contradicted sdk-refuses sdk-alters forbidden-transition event-gap late-event ticket-reopened missing-token id-prefix undocumented-field sdk-field customized-fields-present event-id-reused duplicate-event warnings"
            return
            ;;
        "replay --retry" | "gateway --retry")
            _helpdesk_evt_names "none platform"
            return
            ;;
        "diff --since" | "diff --until")
            _helpdesk_evt_names "now today yesterday 1h 1d 7d 30d"
            return
            ;;
        "validate --sample" | "replay --sample" | "gateway --sample" | "diff --sample" | "sign --sample" | "open --sample" | "redact --sample")
            _helpdesk_evt_names "page-example minimal bot-closes handed-over queueing agent-takes pending awaiting-guest agent-closes guest-closes reopened no-user-id non-ascii-names long-connection stories/solved-by-agent stories/duplicate-delivery stories/out-of-order types/ticket-created types/message-by-bot types/message-by-guest types/message-by-agent types/notification-approved broken/invalid-utf8 broken/json-syntax broken/lone-surrogate broken/nested-too-deep broken/url-verification broken/encrypted-body broken/v1-event broken/unknown-event-type broken/not-an-event broken/duplicate-key broken/number-out-of-range broken/schema-version broken/status-unknown broken/stage-unknown broken/score-unknown broken/solve-unknown broken/code-unknown broken/type-mismatch broken/null-value broken/missing-field broken/empty-value broken/time-not-digits broken/time-negative broken/float-integer broken/time-unit broken/updated-before-created broken/updated-before-old broken/closed-without-closed-at broken/no-transition broken/old-value-unchanged broken/bot-with-sender-id broken/event-id-repeated broken/stage-contradicted broken/missing-token broken/id-prefix broken/undocumented-field broken/sdk-field broken/customized-fields-present broken/event-id-reused broken/duplicate-event all"
            return
            ;;
        "validate --sdk" | "probe --sdk" | "ci --sdk")
            _helpdesk_evt_names "python node go java"
            return
            ;;
        "replay --pace" | "gateway --pace")
            _helpdesk_evt_names "recorded"
            return
            ;;
        "diff --where" | "diff --expect" | "diff --forbid" | "ci --expect" | "ci --forbid")
            _helpdesk_evt_names "stage: status:"
            return
            ;;
        "gateway --drop-how")
            _helpdesk_evt_names "tcp close stall"
            return
            ;;
        "generate --types")
            _helpdesk_evt_names "updates all"
            return
            ;;
        "probe --only" | "probe --skip")
            _helpdesk_evt_names "url-check url-check-encrypted url-check-signed url-check-wrong-token event event-signed old-key event-sparse event-unknown-fields event-empty-old-object event-non-ascii event-minimal event-created event-message event-notification generated other-type forged-body bad-signature no-signature other-key-signature plain-event plain-event-signed wrong-token missing-token stale-timestamp header-case duplicate effect concurrent answer-time url-check-time keep-alive large-body malformed-json empty-body undecryptable alive"
            return
            ;;
        " --config" | "validate --output" | "validate -o" | "validate --encrypt-key-file" | "validate --old-key-file" | "validate --config" | "replay --cacert" | "replay --ledger" | "replay --failed-to" | "replay --output" | "replay -o" | "replay --encrypt-key-file" | "replay --old-key-file" | "replay --verification-token-file" | "replay --config" | "gateway --ready-file" | "gateway --ledger" | "gateway --failed-to" | "gateway --output" | "gateway -o" | "gateway --encrypt-key-file" | "gateway --old-key-file" | "gateway --app-secret-file" | "gateway --config" | "listen --record" | "listen --record-raw" | "listen --salt-file" | "listen --ready-file" | "listen --output" | "listen -o" | "listen --encrypt-key-file" | "listen --old-key-file" | "listen --verification-token-file" | "listen --config" | "diff --output" | "diff -o" | "diff --encrypt-key-file" | "diff --old-key-file" | "diff --config" | "probe --cacert" | "probe --output" | "probe -o" | "probe --encrypt-key-file" | "probe --old-key-file" | "probe --verification-token-file" | "probe --config" | "ci --cacert" | "ci --encrypt-key-file" | "ci --old-key-file" | "ci --verification-token-file" | "ci --config" | "verify --body" | "verify --output" | "verify -o" | "verify --encrypt-key-file" | "verify --old-key-file" | "verify --verification-token-file" | "verify --config" | "sign --output" | "sign -o" | "sign --encrypt-key-file" | "sign --old-key-file" | "sign --verification-token-file" | "sign --config" | "open --output" | "open -o" | "open --encrypt-key-file" | "open --old-key-file" | "open --config" | "redact --salt-file" | "redact --encrypt-key-file" | "redact --old-key-file" | "redact --config" | "schema --config" | "explain --config" | "sample --config" | "generate --labels" | "generate --output" | "generate -o" | "generate --config" | "config --config" | "config show --config" | "config init --config" | "completions --config" | "man --config")
            _helpdesk_evt_paths default
            return
            ;;
        "ci --keep" | "redact --to" | "man --all")
            _helpdesk_evt_paths dirnames
            return
            ;;
    esac
    case "$command,$cur" in
        ",-"*) _helpdesk_evt_names "--color --lang --config --help -h --version -V" ;;
        ","*) _helpdesk_evt_names "validate replay gateway listen diff probe ci verify sign open redact schema explain sample generate config completions man help" ;;
        "validate,-"*) _helpdesk_evt_names "--sample --exclude --unwrap --jobs --deny --warn --allow --sdk --fail-fast --all --format --output --report --max-findings --quiet --encrypt-key-file --encrypt-key --old-key-file --color --lang --config --help -h" ;;
        "validate,"*) _helpdesk_evt_paths default ;;
        "replay,-"*) _helpdesk_evt_names "--sample --exclude --unwrap --url --header --timeout --connect-timeout --insecure --cacert --http2 --verify-url --signature-headers-without-key --signature --verbose --dry-run --wait --run --ui --control --hold --fresh --set --force --all-types --jobs --rate --pace --speed --max-gap --retry --time-scale --duplicate --shuffle --fail-fast --fail-if --ledger --resume --failed-to --deny --warn --allow --format --output --report --max-findings --quiet --encrypt-key-file --encrypt-key --old-key-file --verification-token-file --verification-token --color --lang --config --help -h" ;;
        "replay,"*) _helpdesk_evt_paths default ;;
        "gateway,-"*) _helpdesk_evt_names "--sample --exclude --unwrap --port --host --connections --wait-for --run --once --for --allow-host --ready-file --timeout --split --split-gap --seed --ping-interval --reconnect-interval --reconnect-nonce --drop-after --drop-how --endpoint-fails --endpoint-fails-after --no-pong --ui --control --hold --fresh --set --force --all-types --jobs --rate --pace --speed --max-gap --retry --time-scale --duplicate --shuffle --fail-fast --fail-if --ledger --resume --failed-to --deny --warn --allow --format --output --report --max-findings --quiet --encrypt-key-file --encrypt-key --old-key-file --app-id --app-secret-file --app-secret --color --lang --config --help -h" ;;
        "gateway,"*) _helpdesk_evt_paths default ;;
        "listen,-"*) _helpdesk_evt_names "--port --host --path --max-body --forward --record --record-raw --redact --salt-file --dedupe --respond --delay --fail-first --drop --seed --max-events --for --ready-file --ui --control --deny --warn --allow --format --output --report --max-findings --quiet --encrypt-key-file --encrypt-key --old-key-file --verification-token-file --verification-token --color --lang --config --help -h" ;;
        "listen,"*) _helpdesk_evt_names "--port --host --path --max-body --forward --record --record-raw --redact --salt-file --dedupe --respond --delay --fail-first --drop --seed --max-events --for --ready-file --ui --control --deny --warn --allow --format --output --report --max-findings --quiet --encrypt-key-file --encrypt-key --old-key-file --verification-token-file --verification-token --color --lang --config --help -h" ;;
        "diff,-"*) _helpdesk_evt_names "--sample --exclude --unwrap --jobs --timeline --messages --summary --gaps --open --full --all-fields --tz --ticket --event --since --until --where --expect --forbid --exit-code --strict --deny --warn --allow --csv-raw --format --output --report --max-findings --quiet --encrypt-key-file --encrypt-key --old-key-file --color --lang --config --help -h" ;;
        "diff,"*) _helpdesk_evt_paths default ;;
        "probe,-"*) _helpdesk_evt_names "--url --header --timeout --connect-timeout --insecure --cacert --wait --run --only --skip --list --sdk --keep-going --generate --seed --effect --effect-wait --format --output --report --max-findings --quiet --encrypt-key-file --encrypt-key --old-key-file --verification-token-file --verification-token --color --lang --config --help -h" ;;
        "probe,"*) _helpdesk_evt_names "--url --header --timeout --connect-timeout --insecure --cacert --wait --run --only --skip --list --sdk --keep-going --generate --seed --effect --effect-wait --format --output --report --max-findings --quiet --encrypt-key-file --encrypt-key --old-key-file --verification-token-file --verification-token --color --lang --config --help -h" ;;
        "ci,-"*) _helpdesk_evt_names "--wait --run --url --header --timeout --connect-timeout --insecure --cacert --sdk --expect --forbid --keep --init --encrypt-key-file --encrypt-key --old-key-file --verification-token-file --verification-token --color --lang --config --help -h" ;;
        "ci,"*) _helpdesk_evt_paths default ;;
        "verify,-"*) _helpdesk_evt_names "--line --header --body --deny --warn --allow --format --output --report --max-findings --quiet --encrypt-key-file --encrypt-key --old-key-file --verification-token-file --verification-token --color --lang --config --help -h" ;;
        "verify,"*) _helpdesk_evt_paths default ;;
        "sign,-"*) _helpdesk_evt_names "--sample --exclude --unwrap --url-check --challenge --timestamp --nonce --iv --url --format --output --encrypt-key-file --encrypt-key --old-key-file --verification-token-file --verification-token --color --lang --config --help -h" ;;
        "sign,"*) _helpdesk_evt_paths default ;;
        "open,-"*) _helpdesk_evt_names "--sample --exclude --unwrap --output --encrypt-key-file --encrypt-key --old-key-file --color --lang --config --help -h" ;;
        "open,"*) _helpdesk_evt_paths default ;;
        "redact,-"*) _helpdesk_evt_names "--sample --exclude --unwrap --to --salt-file --check --quiet --encrypt-key-file --encrypt-key --old-key-file --color --lang --config --help -h" ;;
        "redact,"*) _helpdesk_evt_paths default ;;
        "schema,-"*) _helpdesk_evt_names "--list --all --color --lang --config --help -h" ;;
        "schema,"*) _helpdesk_evt_names "helpdesk.ticket.updated_v1 helpdesk.ticket.created_v1 helpdesk.ticket_message.created_v1 helpdesk.notification.approve_v1 json-output" ;;
        "explain,-"*) _helpdesk_evt_names "--color --lang --config --help -h" ;;
        "explain,"*) _helpdesk_evt_names "invalid-utf8 json-syntax cut-document lone-surrogate nested-too-deep document-too-large url-verification undecryptable-body encrypted-body v1-event unknown-event-type other-event-type not-an-event duplicate-key number-out-of-range schema-version status-unknown stage-unknown score-unknown solve-unknown code-unknown type-mismatch null-value missing-field empty-value time-not-digits time-negative float-integer time-unit updated-before-created updated-before-old closed-without-closed-at no-transition old-value-unchanged bot-with-sender-id event-id-repeated stage-contradicted sdk-refuses sdk-alters forbidden-transition event-gap late-event ticket-reopened missing-token id-prefix undocumented-field sdk-field customized-fields-present event-id-reused duplicate-event actual_processing_time agent_entry_time agent_first_response_duration agent_first_response_time agent_last_response_time agent_owner agent_resolution_time agent_service_duration app_id approve_status avatar_url bot_service_duration channel chat_id city closed_at comments content country create_time created_at customized_fields department display_name dissatisfaction_reason editable email en_us event event_id event_type guest header helpdesk_id id image_key image_keys ja_jp key_name message_id msg_type name notification_id object old_object open_id position required schema score sender_id sender_type solve stage status tenant_key text ticket ticket_id ticket_message_id ticket_type token union_id updated_at user_avatar_url user_id user_name value zh_cn" ;;
        "sample,-"*) _helpdesk_evt_names "--color --lang --config --help -h" ;;
        "sample,"*) _helpdesk_evt_names "page-example minimal bot-closes handed-over queueing agent-takes pending awaiting-guest agent-closes guest-closes reopened no-user-id non-ascii-names long-connection stories/solved-by-agent stories/duplicate-delivery stories/out-of-order types/ticket-created types/message-by-bot types/message-by-guest types/message-by-agent types/notification-approved broken/invalid-utf8 broken/json-syntax broken/lone-surrogate broken/nested-too-deep broken/url-verification broken/encrypted-body broken/v1-event broken/unknown-event-type broken/not-an-event broken/duplicate-key broken/number-out-of-range broken/schema-version broken/status-unknown broken/stage-unknown broken/score-unknown broken/solve-unknown broken/code-unknown broken/type-mismatch broken/null-value broken/missing-field broken/empty-value broken/time-not-digits broken/time-negative broken/float-integer broken/time-unit broken/updated-before-created broken/updated-before-old broken/closed-without-closed-at broken/no-transition broken/old-value-unchanged broken/bot-with-sender-id broken/event-id-repeated broken/stage-contradicted broken/missing-token broken/id-prefix broken/undocumented-field broken/sdk-field broken/customized-fields-present broken/event-id-reused broken/duplicate-event" ;;
        "generate,-"*) _helpdesk_evt_names "--tickets --events --types --mixed --seed --from --to --invalid --labels --output --quiet --color --lang --config --help -h" ;;
        "generate,"*) _helpdesk_evt_names "--tickets --events --types --mixed --seed --from --to --invalid --labels --output --quiet --color --lang --config --help -h" ;;
        "config,-"*) _helpdesk_evt_names "--color --lang --config --help -h" ;;
        "config,"*) _helpdesk_evt_names "show init help" ;;
        "config show,-"*) _helpdesk_evt_names "--color --lang --config --help -h" ;;
        "config show,"*) _helpdesk_evt_names "validate replay gateway listen diff probe ci verify sign open redact schema explain sample generate config completions man" ;;
        "config init,-"*) _helpdesk_evt_names "--color --lang --config --help -h" ;;
        "config init,"*) _helpdesk_evt_names "--color --lang --config --help -h" ;;
        "completions,-"*) _helpdesk_evt_names "--color --lang --config --help -h" ;;
        "completions,"*) _helpdesk_evt_names "bash elvish fish powershell zsh" ;;
        "man,-"*) _helpdesk_evt_names "--all --color --lang --config --help -h" ;;
        "man,"*) _helpdesk_evt_names "validate replay gateway listen diff probe ci verify sign open redact schema explain sample generate config completions man" ;;
        "help,-"*) _helpdesk_evt_names "" ;;
        "help,"*) _helpdesk_evt_names "validate replay gateway listen diff probe ci verify sign open redact schema explain sample generate config completions man help" ;;
    esac
}

complete -F _helpdesk_evt helpdesk-evt
