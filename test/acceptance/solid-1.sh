#!/bin/bash
# solid-1.sh: in a bare Debian 12 root that holds only the sources of HEAD, ./dev demo and
# ./dev test do everything, packages included; the time of each. Needs root, debootstrap and
# a mirror; the compiler cache is empty, so it takes as long as a first build.
set -euo pipefail
cd "$(dirname "$0")/../.."
mirror=$(apt-get indextargets --format '$(REPO_URI)' | grep -m1 '/debian/\?$')
root=$(mktemp -d)
finish() { umount -l "$root/proc" 2>/dev/null || true; rm -rf --one-file-system "$root"; }
trap finish EXIT
command -v debootstrap >/dev/null || apt-get install -y -qq debootstrap
debootstrap --variant=minbase bookworm "$root" "$mirror" >/dev/null
cp /etc/resolv.conf "$root/etc/"
cp -r /etc/apt/apt.conf.d/. "$root/etc/apt/apt.conf.d/" # how this machine reaches its mirror
mount -t proc proc "$root/proc"
git clone -q . "$root/leat"
in_root() { chroot "$root" /usr/bin/env -i HOME=/root TERM=dumb PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"; }
for command in demo test; do
  begin=$(date +%s)
  if in_root bash -c "cd /leat && ./dev $command" >"/tmp/solid-1-$command.log" 2>&1; then result=pass
  else result=FAIL; tail -20 "/tmp/solid-1-$command.log"; fi
  echo "./dev $command in a bare root: $(($(date +%s) - begin)) s: $result"
  [[ $result == pass ]] || exit 1
done
