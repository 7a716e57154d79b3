#!/bin/sh
# relay by hand, with the configuration, the database and the token of the service. Install as /usr/local/bin/relay.
export STATE_DIRECTORY=/var/lib/relay
[ -r /etc/relay/telegram-token ] && RELAY_TELEGRAM_TOKEN="$(cat /etc/relay/telegram-token)" && export RELAY_TELEGRAM_TOKEN
export RELAY_CONFIG="${RELAY_CONFIG:-/etc/relay/config.toml}"
exec /opt/relay/.venv/bin/relay "$@"
