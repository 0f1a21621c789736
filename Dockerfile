# The server on nothing but the files it needs: no shell, no package manager, no root.

FROM swift:6.3-bookworm AS build

RUN apt-get update -q \
    && apt-get install -y -q --no-install-recommends libmicrohttpd-dev libsqlite3-dev \
    && rm -rf /var/lib/apt/lists/*

# The dependencies first: this layer is kept until Package.swift changes.
WORKDIR /src
COPY Package.swift ./
RUN swift package resolve

# The package names its test targets, so their folders must be there; none is built.
COPY Sources Sources
COPY Tests Tests
# The linker looks into a folder first that has C++'s library in its static form alone. Swift's own
# linker lays what a start needs side by side, and packs the table of addresses that the loader
# mends at each start.
RUN mkdir -p .build/static \
    && ln -s "$(clang -print-file-name=libstdc++.a)" .build/static/ \
    && swift build -c release --product mpa-local --static-swift-stdlib --disable-local-rpath \
        -Xswiftc -use-ld=lld -Xlinker -z -Xlinker pack-relative-relocs \
        -Xlinker --symbol-ordering-file=/src/Sources/start-order.txt \
        -Xlinker --no-warn-symbol-ordering \
        -Xlinker --no-export-dynamic -Xlinker -L/src/.build/static -Xlinker --strip-all

# The binary, the loader and the libraries it asks for, at the paths where the loader looks.
RUN mkdir -p /image/usr/bin /image/etc /data \
    && mkdir -m 1777 /image/tmp \
    && cp .build/release/mpa-local /image/usr/bin/ \
    && ldd /image/usr/bin/mpa-local | grep -o '/[^ ]*' | xargs cp -L --parents -t /image \
    && echo 'mpa:x:65532:65532::/data:/usr/sbin/nologin' > /image/etc/passwd \
    && echo 'mpa:x:65532:' > /image/etc/group \
    && echo 'hosts: files dns' > /image/etc/nsswitch.conf

FROM scratch

COPY --from=build /image/ /
# For a database that outlives the container.
COPY --from=build --chown=65532:65532 /data /data

ENV PATH=/usr/bin MPA_LOCAL_HOST=0.0.0.0
USER 65532:65532
WORKDIR /data
VOLUME /data
EXPOSE 6720
HEALTHCHECK --interval=5s --timeout=3s --start-period=10s --retries=3 \
    CMD ["mpa-local", "health"]
# No entry point, so that a command given to `docker run` is run as it stands.
CMD ["mpa-local"]
