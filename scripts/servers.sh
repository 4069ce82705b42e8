# shellcheck shell=bash
# Private database servers for tests; sourced by `test` and `with-servers`, never run.
#
# A PostgreSQL and a MariaDB on free loopback ports, in one directory that is removed with them, but for those
# that TRUEUP_TEST_POSTGRES and TRUEUP_TEST_MYSQL name already. TRUEUP_TEST_SQLITE names a directory beside them for
# the files of SQLite.
# Nothing here touches a server of the system. Every step reports its own failure, because `set -e`
# is silently off in a function whose result is tested.
set -u -o pipefail
umask 022
export LC_ALL=C

# Seconds that a server may take to accept connections, and to stop.
START_SECONDS=60
STOP_SECONDS=20

SERVERS_DIR=        # the directory of this run's servers
SERVERS_MARK=trueup-servers
COMMAND_PID=        # the command that run_command waits for

say() { echo "$*" >&2; }
fail() { say "${0##*/}: $*"; return 1; }
is_root() { [ "$(id -u)" = 0 ]; }

# Sets STAT to the fields of /proc/PID/stat from the state on (0 state, 1 parent, 19 start time).
# The name before them may itself contain spaces and parentheses.
read_stat() {
  local line
  STAT=()
  { line=$(<"/proc/$1/stat"); } 2>/dev/null || return 1
  read -r -a STAT <<<"${line##*) }"
  [ "${#STAT[@]}" -gt 19 ]
}

# A zombie still answers `kill -0`, so the state is read instead.
# With a start time, tells a process from another that was given the same number later.
alive() {
  read_stat "$1" || return 1
  [ "${STAT[0]}" != Z ] && [ "${STAT[0]}" != X ] && [ "${2:-${STAT[19]}}" = "${STAT[19]}" ]
}

# ---------------------------------------------------------------- what is installed

PG_BIN='' MARIADBD='' MARIADB_INSTALL='' MARIADB_CLIENT=''

find_postgres() {
  local dir path
  # Debian keeps the server programs out of PATH, one directory for each version: the newest wins.
  for dir in $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -rV); do
    if [ -x "$dir/initdb" ] && [ -x "$dir/postgres" ]; then PG_BIN=$dir; return 0; fi
  done
  # Not from a link such as /usr/local/bin/initdb: initdb wants postgres beside itself.
  path=$(command -v initdb) && path=$(readlink -f "$path") && dir=${path%/*} || return 1
  [ -x "$dir/postgres" ] && PG_BIN=$dir
}

find_mariadb() {
  local PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
  MARIADBD=$(command -v mariadbd) && MARIADB_INSTALL=$(command -v mariadb-install-db) \
    && MARIADB_CLIENT=$(command -v mariadb)
}

# Installs Debian packages without a question and without a service.
install_packages() {
  local packages=("$@") drop_in=/etc/postgresql-common/createcluster.d/trueup-tests.conf result=0
  local apt=(apt-get -o DPkg::Lock::Timeout=300 -qq)
  if ! command -v apt-get >/dev/null; then
    fail "this is no Debian: install what the packages ${packages[*]} contain, then try again"
    return
  fi
  say "installing ${packages[*]}"
  # Debian's postgresql makes a system cluster and starts it; nobody here asked for one.
  if [[ " ${packages[*]} " == *' postgresql '* ]]; then
    mkdir -p "${drop_in%/*}" && echo 'create_main_cluster = false' >"$drop_in" \
      || { fail "cannot write $drop_in"; return; }
  fi
  # An old package list names files that the mirror no longer has, hence the second attempt.
  DEBIAN_FRONTEND=noninteractive "${apt[@]}" install -y --no-install-recommends "${packages[@]}" \
    </dev/null >/dev/null 2>&1 \
    || { "${apt[@]}" update </dev/null >&2 \
      && DEBIAN_FRONTEND=noninteractive "${apt[@]}" install -y --no-install-recommends "${packages[@]}" \
        </dev/null >&2; } \
    || result=1
  rm -f "$drop_in"
  [ "$result" = 0 ] || fail "apt-get could not install ${packages[*]}"
}

# need 'WHAT' FIND_COMMAND PACKAGE...
need() {
  local what=$1 find=$2; shift 2
  "$find" && return 0
  if ! is_root; then
    fail "$what is not installed, and only root can install it: ask for 'apt-get install $*'"
    return
  fi
  install_packages "$@" || return 1
  hash -r
  "$find" || fail "$what cannot be found, although the packages $* are installed"
}

# A server that the environment names is neither needed nor started nor stopped.
need_servers() {
  if [ -z "${TRUEUP_TEST_POSTGRES:-}" ]; then need PostgreSQL find_postgres postgresql || return 1; fi
  if [ -z "${TRUEUP_TEST_MYSQL:-}" ]; then
    need MariaDB find_mariadb mariadb-server-core mariadb-client-core || return 1
  fi
}

# ---------------------------------------------------------------- where and as whom they run

AS_SERVER=()        # the prefix of a command that runs as the servers' user
SERVER_USER=

choose_user() {
  local user
  AS_SERVER=()
  is_root || return 0
  # PostgreSQL refuses to run as root.
  for user in postgres nobody; do
    if id -u "$user" >/dev/null 2>&1; then
      AS_SERVER=(setpriv "--reuid=$(id -u "$user")" "--regid=$(id -g "$user")" --clear-groups --)
      SERVER_USER=$user
      return 0
    fi
  done
  fail "there is neither a user 'postgres' nor a user 'nobody' to run PostgreSQL as"
}

# Places to try, the best first: on a tmpfs the servers come up three times as fast.
places() {
  local free
  free=$(df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 { print $4 }')
  if [ "${free:-0}" -gt 1048576 ]; then echo /dev/shm; fi
  if [ -n "${TMPDIR:-}" ]; then echo "$TMPDIR"; fi
  echo /tmp
}

# The name carries whom the directory belongs to, so that no moment exists without that record:
# process number, its start time, and the process namespace that gives the number its meaning.
make_directory() {
  local place dir namespace
  read_stat $$ || { fail "cannot read /proc/$$/stat"; return; }
  namespace=$(readlink /proc/self/ns/pid) || { fail "cannot read /proc/self/ns/pid"; return; }
  namespace=${namespace//[^0-9]/}
  while read -r place; do
    dir=$(mktemp -d "$place/$SERVERS_MARK.$namespace.$$.${STAT[19]}.XXXXXX" 2>/dev/null) || continue
    SERVERS_DIR=$dir
    chmod 755 "$dir" && mkdir "$dir/postgres" "$dir/mariadb" "$dir/mariadb/tmp" "$dir/sqlite" || break
    if is_root; then chown -R "$SERVER_USER" "$dir/postgres" "$dir/mariadb" || break; fi
    # A TMPDIR below root's home is of no use to the servers' user.
    "${AS_SERVER[@]}" test -w "$dir/postgres" && return 0
    rm -rf "$dir"
    SERVERS_DIR=
  done < <(places)
  fail "no directory for the servers in any of: $(places | tr '\n' ' ')"
}

# Bound and let go, so that another process can still take it: a start is tried again then.
free_port() {
  perl -MIO::Socket::INET -e '
    my $socket = IO::Socket::INET->new(LocalAddr => "127.0.0.1", LocalPort => 0, Listen => 1) or die "$!\n";
    print $socket->sockport, "\n"'
}

# ---------------------------------------------------------------- starting

# launch NAME COMMAND...: in the background, in a session of its own, so that a Ctrl-C in the
# terminal reaches this script and not the server. The process writes its own number before it
# becomes the server: were this script to do it, a kill in between would leave one unrecorded.
launch() {
  local name=$1; shift
  (
    read_stat "$BASHPID" && echo "$BASHPID ${STAT[19]}" >"$SERVERS_DIR/$name.pid" || exit 1
    cd "$SERVERS_DIR/$name" || exit 1
    exec setsid "${AS_SERVER[@]}" "$@"
  ) </dev/null >>"$SERVERS_DIR/$name/log" 2>&1 &
  LAUNCHED=$!
}

# await NAME PID READY_COMMAND...
await() {
  local name=$1 pid=$2 deadline=$((SECONDS + START_SECONDS)); shift 2
  until "$@" >/dev/null 2>&1; do
    alive "$pid" || return 1
    if [ "$SECONDS" -ge "$deadline" ]; then
      say "$name did not accept connections within $START_SECONDS s"
      return 1
    fi
    sleep 0.05
  done
}

show_log() { say "---- last lines of the log of $1:"; tail -n 40 "$SERVERS_DIR/$1/log" >&2; say "----"; }

# What a server says of itself, which no client is told: crashes, and sessions that were cut off.
show_complaints() {
  local log=${SERVERS_DIR:-}/mariadb/log
  [ ! -f "$log" ] || grep -v '\[Note\]' "$log" | tail -n 40 | sed 's/^/mariadb: /'
  log=${SERVERS_DIR:-}/postgres/log
  [ ! -f "$log" ] || grep -E 'PANIC|terminated by signal|recovery mode' "$log" | tail -n 40 | sed 's/^/postgres: /'
}

# start NAME: with other ports while somebody else takes the one that was free.
start() {
  local name=$1 attempt
  for attempt in 1 2 3; do
    PORT=$(free_port) || { fail "no free loopback port"; return; }
    : >"$SERVERS_DIR/$name/log" || return 1
    "launch_$name" "$PORT"
    if await "$name" "$LAUNCHED" "ready_$name" "$PORT"; then return 0; fi
    stop_recorded "$SERVERS_DIR/$name.pid"
    if ! grep -qiE 'address already in use' "$SERVERS_DIR/$name/log"; then break; fi
    say "port $PORT was taken in the meantime (attempt $attempt)"
  done
  show_log "$name"
  fail "$name could not be started"
}

# initialise NAME COMMAND...: makes the data directory, loudly only when it fails.
initialise() {
  local name=$1; shift
  # From a directory that the servers' user may enter, or initdb stops at once.
  ( cd "$SERVERS_DIR/$name" && exec timeout -k 5 "$((START_SECONDS * 2))" "${AS_SERVER[@]}" "$@" ) \
    </dev/null >"$SERVERS_DIR/$name/log" 2>&1 && return 0
  show_log "$name"
  fail "$name: its data directory could not be made"
}

init_postgres() {
  initialise postgres "$PG_BIN/initdb" -D "$SERVERS_DIR/postgres/data" -U postgres -A trust -N --no-locale -E UTF8
}

launch_postgres() {
  launch postgres "$PG_BIN/postgres" -D "$SERVERS_DIR/postgres/data" -p "$1" \
    -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=300 \
    -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_wal_size=2GB
}

# The server itself writes its state there; asking over TCP would need a client.
ready_postgres() { grep -q '^ready' "$SERVERS_DIR/postgres/data/postmaster.pid"; }

MARIADB_FAST=(--innodb-flush-method=nosync --innodb-doublewrite=0 --innodb-flush-log-at-trx-commit=0
  --innodb-log-file-size=32M)

init_mariadb() {
  # Without this root could only come in through the socket.
  initialise mariadb "$MARIADB_INSTALL" --no-defaults "--datadir=$SERVERS_DIR/mariadb/data" \
    --auth-root-authentication-method=normal --skip-test-db "${MARIADB_FAST[@]}" \
    "--tmpdir=$SERVERS_DIR/mariadb/tmp"
}

# A server that starts deletes temporary tables from its directory, those of other servers too.
launch_mariadb() {
  # The socket's path is relative to the data directory: an absolute one may be too long for a socket.
  launch mariadb "$MARIADBD" --no-defaults "--datadir=$SERVERS_DIR/mariadb/data" --port="$1" \
    --bind-address=127.0.0.1 --socket=mariadb.sock --pid-file=mariadb.pid --skip-log-bin \
    --max-connections=300 --character-set-server=utf8mb4 "${MARIADB_FAST[@]}" \
    "--tmpdir=$SERVERS_DIR/mariadb/tmp"
}

ready_mariadb() {
  # It writes this file once it has the port: before that, a stranger on the port would answer.
  [ -s "$SERVERS_DIR/mariadb/data/mariadb.pid" ] || return 1
  timeout 5 "$MARIADB_CLIENT" --no-defaults --protocol=tcp -h 127.0.0.1 -P "$1" -u root -e 'select 1' </dev/null
}

start_servers() {
  need_servers && choose_user || return 1
  stop_stale_servers
  make_directory || return 1
  if [ -n "${TRUEUP_TEST_POSTGRES:-}" ]; then
    say "TRUEUP_TEST_POSTGRES names a server: none is started"
  else
    init_postgres && start postgres || return 1
    TRUEUP_TEST_POSTGRES=postgres://postgres@127.0.0.1:$PORT/postgres
  fi
  if [ -n "${TRUEUP_TEST_MYSQL:-}" ]; then
    say "TRUEUP_TEST_MYSQL names a server: none is started"
  else
    init_mariadb && start mariadb || return 1
    TRUEUP_TEST_MYSQL=mysql://root@127.0.0.1:$PORT/mysql
  fi
  # No server, but the same directory: on a tmpfs nothing waits for a disk.
  TRUEUP_TEST_SQLITE=$SERVERS_DIR/sqlite
  export TRUEUP_TEST_POSTGRES TRUEUP_TEST_MYSQL TRUEUP_TEST_SQLITE
}

# ---------------------------------------------------------------- stopping

# stop_process PID START_TIME SIGNAL...: the next signal when the one before did not help.
stop_process() {
  local pid=$1 started=$2 signal deadline; shift 2
  for signal in "$@"; do
    alive "$pid" "$started" || return 0
    kill "-$signal" "$pid" 2>/dev/null
    deadline=$((SECONDS + STOP_SECONDS / 2))
    while alive "$pid" "$started" && [ "$SECONDS" -lt "$deadline" ]; do sleep 0.02; done
  done
  ! alive "$pid" "$started" || fail "process $pid does not stop"
}

# stop_recorded FILE: the process that launch recorded there.
stop_recorded() {
  local pid started
  [ -f "$1" ] && read -r pid started <"$1" && [ -n "${started:-}" ] || return 0
  case ${1##*/} in
    # To PostgreSQL, TERM means to wait until the last client has gone, and INT not to.
    postgres.pid) stop_process "$pid" "$started" INT QUIT KILL ;;
    *) stop_process "$pid" "$started" TERM KILL ;;
  esac
}

# The directory stays when a server does: it holds the only record of it.
stop_directory() {
  local dir=$1 result=0
  stop_recorded "$dir/mariadb.pid" || result=1
  stop_recorded "$dir/postgres.pid" || result=1
  if [ "$result" = 0 ]; then rm -rf "$dir" || result=1; fi
  return "$result"
}

stop_servers() {
  [ -n "$SERVERS_DIR" ] || return 0
  stop_directory "$SERVERS_DIR" || return 1
  SERVERS_DIR=
}

# Servers of our own earlier runs whose script was killed outright.
stop_stale_servers() {
  local place dir namespace here pid started
  here=$(readlink /proc/self/ns/pid) && here=${here//[^0-9]/} || return 0
  while read -r place; do
    for dir in "$place/$SERVERS_MARK".*; do
      # Anybody may write to these places: only a directory that this user made is believed.
      [ -d "$dir" ] && [ ! -L "$dir" ] && [ -O "$dir" ] || continue
      IFS=. read -r namespace pid started _ <<<"${dir##*/"$SERVERS_MARK".}"
      [[ $namespace == "$here" && $pid =~ ^[0-9]+$ && $started =~ ^[0-9]+$ ]] || continue
      alive "$pid" "$started" && continue
      say "stopping the servers that an earlier run left in $dir"
      stop_directory "$dir"
    done
  done < <(printf '%s\n' /dev/shm "${TMPDIR:-/tmp}" /tmp)
}

# ---------------------------------------------------------------- running a command

# Prints the numbers and start times of all living descendants of a process.
descendants() {
  local parents=" $1 " found dir pid known=' '
  while :; do
    found=
    for dir in /proc/[0-9]*; do
      pid=${dir#/proc/}
      [[ $known != *" $pid "* ]] && alive "$pid" && [[ $parents == *" ${STAT[1]} "* ]] || continue
      echo "$pid ${STAT[19]}"
      known+="$pid "
      found+="$pid "
    done
    [ -n "$found" ] || return 0
    parents=" $found"
  done
}

# run_command COMMAND...: with this script's stdin, interruptible at any moment. In the foreground
# bash would act on a signal only after the command's end, and in the background it takes stdin away
# and makes the command deaf to Ctrl-C: both are undone here.
run_command() {
  local result
  env --default-signal=INT,QUIT -- "$@" <&0 &
  COMMAND_PID=$!
  wait "$COMMAND_PID"
  result=$?
  COMMAND_PID=
  return "$result"
}

# Ends what run_command waits for, with all that it started: cargo would leave test programs behind.
stop_command() {
  local pid started list
  [ -n "$COMMAND_PID" ] && read_stat "$COMMAND_PID" || return 0
  list="$COMMAND_PID ${STAT[19]}"$'\n'$(descendants "$COMMAND_PID")
  COMMAND_PID=
  while read -r pid started; do
    if alive "$pid" "$started"; then kill -TERM "$pid" 2>/dev/null; fi
  done <<<"$list"
  while read -r pid started; do
    stop_process "$pid" "$started" TERM KILL
  done <<<"$list"
}

# Leaves nothing behind, however this script ends.
clean_up_at_exit() {
  # A script without a stdin would hand its children whatever file comes to have that number.
  [ -e /proc/self/fd/0 ] || exec </dev/null
  trap 'on_exit' EXIT
  # Without these, an exit trap sees the result of the last command and not that it was killed.
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 131' QUIT
  trap 'exit 141' PIPE
  trap 'exit 143' TERM
}

on_exit() {
  local result=$?
  local pid
  trap '' HUP INT QUIT PIPE TERM
  trap - EXIT
  stop_command
  stop_servers || [ "$result" != 0 ] || result=1
  # What was forked an instant ago has not recorded itself yet; only bash's own list has it.
  for pid in $(jobs -p); do
    if read_stat "$pid"; then stop_process "$pid" "${STAT[19]}" TERM KILL; fi
  done
  exit "$result"
}
