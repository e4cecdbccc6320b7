# Build: browser libraries by Node, everything else by the .NET SDK.
FROM node:22-bookworm-slim AS node

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=node /usr/local/lib/node_modules /usr/local/lib/node_modules
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
WORKDIR /source

# Restore alone first: it is repeated only when a project or a version changes.
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY src/AuditConsole.Protocol/*.csproj src/AuditConsole.Protocol/
COPY src/AuditConsole.Advice/*.csproj src/AuditConsole.Advice/
COPY src/AuditConsole.Engine/*.csproj src/AuditConsole.Engine/
COPY src/AuditConsole.Kernel/*.csproj src/AuditConsole.Kernel/
COPY src/AuditConsole.Monitoring/*.csproj src/AuditConsole.Monitoring/
COPY src/AuditConsole/*.csproj src/AuditConsole/*.targets src/AuditConsole/package*.json src/AuditConsole/
# Compiled ahead for the image's platform, together with its runtime: the console starts in half of the time.
ARG TARGETARCH=x64
RUN dotnet restore src/AuditConsole --arch $TARGETARCH

COPY appsettings.json ./
COPY wwwroot wwwroot
COPY src src
RUN dotnet publish src/AuditConsole --no-restore --configuration Release --arch $TARGETARCH --output /published

# Run: as a user without any right, which shows the engine. README has the flags that show the kernel.
FROM mcr.microsoft.com/dotnet/runtime-deps:10.0
# The state folder belongs to the image's own user and, through its group, to a root that holds no capability but one.
RUN mkdir -p /var/lib/auditconsole && chown "$APP_UID":0 /var/lib/auditconsole && chmod 0770 /var/lib/auditconsole
COPY --from=build /published /app
WORKDIR /app
ENV STATE_DIRECTORY=/var/lib/auditconsole \
    ASPNETCORE_HTTP_PORTS="" \
    DOTNET_gcServer=0
VOLUME /var/lib/auditconsole
USER $APP_UID
ENTRYPOINT ["/app/AuditConsole"]
