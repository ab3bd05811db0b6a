# Quartermaster as a container: docs/deploying.md tells how it is run. test/deploy/container.test.ts runs these steps
# without Docker, and knows only the instructions that stand here.
#
# Both images are pinned by version. Whoever builds for production pins them by digest too (`IMAGE:TAG@sha256:…`), which
# the registry tells: a tag may be moved, a digest cannot.

# glibc, not musl: Node.js releases binaries for it and tests them, on x64 and arm64; those for musl are unofficial.
# libsql, the one native package, has both for both.
FROM node:24.21.0-trixie-slim AS node

FROM node AS build
WORKDIR /build
COPY package.json package-lock.json ./
# No package needs its install script here (`allowScripts`), so none is run.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY LICENSE NOTICE ./
COPY scripts scripts
COPY src src
RUN node scripts/build.mjs && node scripts/sbom.mjs && node scripts/runtime.mjs out

# The Debian that the Node.js above was made on: it has the two libraries that node needs (libstdc++6, libgcc-s1), and no
# npm, compiler or downloader. Nothing is run in this stage.
FROM debian:13.5-slim
LABEL org.opencontainers.image.title="Quartermaster" \
      org.opencontainers.image.description="A chat bot in which a team understands, prices and controls its EC2 machines, and is told when money leaks." \
      org.opencontainers.image.version="0.1.0" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.base.name="debian:13.5-slim"
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=build /build/out/app /opt/quartermaster
COPY --from=build --chown=10001:10001 /build/out/state /var/lib/quartermaster
# The uid has no name and so no home; the AWS SDK looks for its shared configuration there.
ENV NODE_ENV=production HOME=/var/lib/quartermaster
# quartermaster.yaml is read here where --config names no other.
WORKDIR /var/lib/quartermaster
# Kubernetes believes that a user is not root only where it is a number.
USER 10001:10001
# All that is ever written: the embedded store, or the anchor of the audit where the store is on Redis. The rest may be read-only; /tmp is not used.
VOLUME ["/var/lib/quartermaster/.quartermaster"]
# Node.js is process 1 and handles the signal itself. It needs no init: the program starts no other processes that could be
# left behind.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 CMD ["node", "/opt/quartermaster/dist/health-check.mjs"]
ENTRYPOINT ["node", "/opt/quartermaster/dist/main.mjs"]
