# The web client and the wheel.
FROM node:22-bookworm-slim AS web
WORKDIR /src/web_client
COPY web_client/package.json web_client/package-lock.json web_client/.npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY web_client ./
RUN npm run build

FROM python:3.11-slim-bookworm AS build
WORKDIR /src
COPY requirements.lock ./
RUN python -m venv /opt/chat-butler
RUN /opt/chat-butler/bin/python -m pip install -q --no-cache-dir --require-hashes -r requirements.lock
COPY pyproject.toml hatch_build.py dev README.md LICENSE ./
COPY server ./server
COPY bot ./bot
RUN CHAT_BUTLER_WITHOUT_WEB=1 /opt/chat-butler/bin/python -m pip install -q --no-cache-dir --no-deps .
COPY --from=web /src/web_client/dist ./static
RUN cp -r static "$(/opt/chat-butler/bin/python -I -c 'import server; print(server.__path__[0])')/static"

FROM python:3.11-slim-bookworm
RUN useradd --uid 10001 --home-dir /data --no-create-home --shell /usr/sbin/nologin chat-butler && install -d -o chat-butler -g chat-butler /data
COPY --from=build /opt/chat-butler /opt/chat-butler
ENV PATH=/opt/chat-butler/bin:$PATH PYTHONUNBUFFERED=1 CHAT_BUTLER_DATA=/data
USER chat-butler
WORKDIR /data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8080/healthz', timeout=2)"]
CMD ["chat-butler", "serve", "--host", "0.0.0.0"]
