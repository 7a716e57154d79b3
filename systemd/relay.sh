#!/bin/sh
# relay by hand, with the configuration, the database and the secrets of the service. Install as /usr/local/bin/relay.
export STATE_DIRECTORY=/var/lib/relay
export RELAY_CONFIG="${RELAY_CONFIG:-/etc/relay/config.toml}"
secret() {
    plain="/etc/relay/$1"
    encrypted="/etc/credstore.encrypted/$1"
    # Where there is an encrypted one the service has that one, whatever was left beside it.
    if [ -r "$encrypted" ]; then
        systemd-creds decrypt --name="$1" "$encrypted" - ||
            echo "relay: the secret in $encrypted cannot be decrypted on this machine" >&2
    elif [ -r "$plain" ]; then
        cat "$plain"
    fi
}
token="$(secret telegram-token)"
key="$(secret summary-key)"
# Without them, too, what needs none works: relay says itself when one is missing.
[ -z "$token" ] || export RELAY_TELEGRAM_TOKEN="$token"
[ -z "$key" ] || export RELAY_SUMMARY_KEY="$key"
exec /opt/relay/.venv/bin/relay "$@"
