#!/bin/sh
# Run once, when the first server is made: who may follow it, the extension, and that a commit waits for the standby.
# It waits from the first real start on: what is set here is read then, after the standby may connect.
set -eu
psql --set ON_ERROR_STOP=1 --set password="$REPLICATION_PASSWORD" \
    --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'END'
create role replication with replication login password :'password';
create extension if not exists vector;
alter system set synchronous_standby_names = 'standby';
END
echo "host replication replication all scram-sha-256" >>"$PGDATA/pg_hba.conf"
