# shellcheck shell=bash disable=SC1111,SC2034,SC2154
# Quotation marks in messages are curly, and the variables are those of soak.sh.
#
# Scenarios around the folder of the report: kills while it is written, two writers, the store in it, files of the user's.

# Writes the report of five seeds instead of six. All its trials are in the store of six, and all its pages differ.
other() { "$littleo" verify "${claims[@]}" --profile quick --seeds 5 --store "$1" --output "$2"; }
# Whether a report is that of six seeds or that of five, apart from its history and the names that are left out.
is_whole() {
  local place=$1 kind out=(-x 'mine.*')
  shift
  for _ in "$@"; do out+=(-x "$1"); shift; done
  without_history "$place" "$work/plain"
  for kind in expected other; do
    without_history "$work/$kind" "$work/plain-$kind"
    if diff -r "${out[@]}" "$work/plain-$kind" "$work/plain" >/dev/null 2>&1; then return 0; fi
  done
  return 1
}
# Makes the report of five seeds for comparison, once.
prepare_other() {
  [ -d "$work/other" ] && return
  other "$work/undisturbed" "$work/other" >/dev/null 2>"$work/other.err"
  diff -rq "$work/expected" "$work/other" >"$work/diff"
  [ "$(wc -l <"$work/diff")" -gt ${#claims[@]} ] || fail "the reports of five and six seeds do not differ enough"
  [ "$(records "$work/undisturbed")" = "$trials" ] || fail "the report of five seeds needed other trials"
}

# Every file and folder of a folder, with its number and its time.
entries() { find "$1" -printf '%p %i %T@\n' | sort; }

# Waits until a file is staged in a folder beside the given ones, or until a process has ended. The checks before writing make
# a staging folder as well, but put no file in it.
awaits_staged() {
  local place=$1 process=$2 staged
  shift 2
  while kill -0 "$process" 2>/dev/null; do
    for staged in "$place"/.littleo-staging-*/0; do
      [ -e "$staged" ] || continue
      case " $* " in *" $staged "*) ;; *) return ;; esac
    done
  done
}

# Kills at random moments while a report of six seeds and one of five replace each other. After each kill, either every byte is
# that of one report, or the front page says that the report is not whole. The hashes and “littleo doctor” must say the same.
# Between the first two steps of writing, the front page and all pages are still those of the earlier report.
#
# Writing takes a small and changing part of a run, so the moment is counted from the first file of the new report. One kill in
# ten comes earlier.
writing() {
  local place delay status killed=0 inside=0 torn=0 found state longest process late
  local -a leftovers arguments
  local -A states=([whole]=0 [none]=0 [open]=0)
  prepare_other
  prepare
  place="$room/report"
  # The longest wait. It shrinks after a kill behind the writing, and grows after one before its end.
  longest=0.05
  for _ in $(seq "$writings"); do
    # Some reports are written into an empty folder.
    if [ $((RANDOM % 10)) = 0 ]; then find "$place" -type f ! -name 'mine.*' -delete; fi
    # The report that is not there is written, so that every page changes.
    arguments=("${options[@]}")
    if cmp -s "$work/expected/${claims[0]}/README.md" "$place/${claims[0]}/README.md"; then arguments=(--profile quick --seeds 5); fi
    found=$(entries "$place")
    leftovers=("$place"/.littleo-staging-*/0)
    delay=$(between 0 "$longest")
    "$littleo" verify "${claims[@]}" "${arguments[@]}" --store "$work/undisturbed" --output "$place" >/dev/null 2>&1 &
    process=$!
    if [ $((RANDOM % 10)) != 0 ]; then awaits_staged "$place" "$process" "${leftovers[@]}"; fi
    sleep "$delay"
    kill -KILL "$process" 2>/dev/null
    wait "$process" 2>/dev/null
    status=$?
    case $status in
      137) killed=$((killed + 1)) ;;
      "$complete") ;;
      *) fail "exit status $status where a report is killed while it is written" ;;
    esac
    state=$(audit "$place")
    case $state in
      whole) is_whole "$place" '.littleo-staging-*' || fail "all hashes match, but the report is neither of the two" ;;
      none)
        [ -z "$(find "$place" -type f ! -name 'mine.*' ! -path '*/.littleo-staging-*')" ] \
          || fail "there are files of a report, but no hashes" ;;
      open)
        grep -q '^# This report is not whole$' "$place/README.md" 2>/dev/null \
          || is_whole "$place" environment.json '.littleo-staging-*' \
          || [ ! -e "$place/README.md" ] \
          || fail "a report that is not whole has a front page that does not say so"
        [ $status = 137 ] || fail "a run that finished left a report that is not whole" ;;
    esac
    states[$state]=$((${states[$state]} + 1))
    if [ "${states[$state]}" -le "$doctors" ]; then agrees "a report killed while it is written" "$place" "$state"; fi
    late=
    if [ "$(entries "$place")" = "$found" ]; then
      :
    elif [ "$state" = open ]; then
      torn=$((torn + 1)) inside=$((inside + 1))
    elif [ -n "$(find "$place" -path '*/.littleo-staging-*' -type f)" ]; then
      inside=$((inside + 1))
    else
      late=1
    fi
    longest=$(awk -v l="$longest" -v late="$late" 'BEGIN {
      l *= late ? 0.8 : 1.15
      print (l < 0.002 ? 0.002 : l > 2 ? 2 : l)
    }')
  done
  [ $inside -ge $((writings / 20)) ] || fail "only $inside kills of $killed met a report while it was written"
  healed "killed while writing"
  row "killed by SIGKILL while a report replaces another" \
    "$killed kills, $inside of them in the middle of writing, $torn of them between the first and the last move" \
    "each report whole, or named as not whole; littleo doctor says the same; after all of them the report is the same"
}

# Two verifications write into one folder at the same time: the same report, or two different ones.
together() {
  local first status times=0 place
  prepare_other
  prepare
  place="$room/report"
  for _ in $(seq "$shared_writings"); do
    times=$((times + 1))
    if [ $((times % 4)) = 0 ]; then find "$place" -type f ! -name 'mine.*' -delete; fi
    # Two processes started one after the other meet where the second is a little behind; so the order alternates.
    if [ $((times % 2)) = 0 ]; then
      other "$work/undisturbed" "$place" >/dev/null 2>"$room/other.err" &
      first=$!
      completes "$work/undisturbed" "$place" >/dev/null 2>"$room/err" || fail "one of two writers: $(tail -1 "$room/err")"
      wait "$first"
      status=$?
      case $status in
        0 | 1) ;;
        *) fail "the other of two writers ended with $status: $(tail -1 "$room/other.err")" ;;
      esac
      is_whole "$place" || fail "two writers of two reports left neither"
    else
      completes "$work/undisturbed" "$place" >/dev/null 2>"$room/other.err" &
      first=$!
      completes "$work/undisturbed" "$place" >/dev/null 2>"$room/err" || fail "one of two writers: $(tail -1 "$room/err")"
      wait "$first" || fail "the other of two writers: $(tail -1 "$room/other.err")"
      compare "two writers of one report" "$place"
    fi
    sound "two writers" "$place"
  done
  healed "two writers"
  row "two verifications that write into one folder at the same time" "$times times, the same report or two" \
    "one whole report every time"
}

# The store is a hidden folder in the folder of the report.
folder() {
  local again
  prepare
  (
    cd "$room/report" || exit 99
    cp -r "$work/undisturbed" .littleo-store
    find .littleo-store -name '[0-7]*.json' -delete
    verify .littleo-store . >"$room/out" 2>"$room/err"
  )
  ended "the store in the folder of the report" "$complete"
  diff -r -x 'mine.*' -x .littleo-store "$work/expected" "$room/report" >"$work/diff" 2>&1 \
    || fail "the store in the folder of the report: the report differs: $(head -2 "$work/diff")"
  [ "$(records "$room/report/.littleo-store")" = "$trials" ] \
    || fail "the store in the folder of the report has $(records "$room/report/.littleo-store") records of $trials"
  again=$(
    cd "$room/report" || exit 99
    verify .littleo-store . 2>&1 >/dev/null
  )
  case $again in
    *"run $trials of $trials · $trials from the store"*) ;;
    *) fail "the store in the folder of the report was not used again: $(tail -1 <<<"$again")" ;;
  esac
  sound "the store in the folder of the report" "$room/report"
  mv "$room/report/.littleo-store" "$work/moved"
  rm -rf "$room/store/"*.json && mv "$work/moved"/*.json "$room/store/" && rm -rf "$work/moved"
  healed "the store in the folder of the report"
  row "--store .littleo-store --output ., so the store is in the folder of the report" "once" \
    "all $trials trials kept and used again, the report is the same"
}

# Files of the user's have names that a report uses, or stand beside its pages.
own() {
  local path before refused=0
  for path in environment.json README.md Definition4_1_Features/README.md Definition4_1_Features/points.csv; do
    [ -f "$work/expected/$path" ] || continue
    prepare
    echo "this is the user's" >"$room/report/$path"
    before=$(cd "$room/report" && find . -type f -exec cksum {} + | sort)
    disturbed >"$room/out" 2>"$room/err"
    ended "the user's $path" 2 3
    [ "$(cd "$room/report" && find . -type f -exec cksum {} + | sort)" = "$before" ] \
      || fail "the user's $path: the folder was changed"
    [ "$(grep -c '^littleo: ' "$room/err")" = 1 ] || fail "the user's $path is not refused in one sentence"
    refused=$((refused + 1))
    rm "$room/report/$path"
    healed "the user's $path"
  done
  [ $refused -ge 3 ] || fail "only $refused names of files were tried"
  prepare
  for path in environment.json notes.csv x.svg mine.md; do
    echo "this is the user's" >"$room/report/Definition4_1_Features/$path"
  done
  disturbed >"$room/out" 2>"$room/err"
  ended "the user's files beside a page" "$complete"
  for path in environment.json notes.csv x.svg mine.md; do
    [ "$(cat "$room/report/Definition4_1_Features/$path" 2>&1)" = "this is the user's" ] || fail "the user's $path was changed"
    rm -f "$room/report/Definition4_1_Features/$path"
  done
  healed "the user's files beside a page"
  row "the user's files under names of the report, and beside its pages" "$refused and 4 files" \
    "refused in one sentence with nothing changed, or untouched"
}
