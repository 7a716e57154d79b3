#!/bin/sh
# relay by hand, with the configuration, the database and the token of the service. Install as /usr/local/bin/relay.
export STATE_DIRECTORY=/var/lib/relay
export RELAY_CONFIG="${RELAY_CONFIG:-/etc/relay/config.toml}"
plain=/etc/relay/telegram-token
encrypted=/etc/credstore.encrypted/telegram-token
token=
# Where there is an encrypted token the service has that one, whatever was left beside it.
if [ -r "$encrypted" ]; then
    token="$(systemd-creds decrypt --name=telegram-token "$encrypted" -)" ||
        echo "relay: the token in $encrypted cannot be decrypted on this machine" >&2
elif [ -r "$plain" ]; then
    token="$(cat "$plain")"
fi
# Without one, too, what needs none works: relay says itself when it is missing.
[ -z "$token" ] || export RELAY_TELEGRAM_TOKEN="$token"
exec /opt/relay/.venv/bin/relay "$@"
