# syntax=docker/dockerfile:1
# One image for server and worker: docs/cluster.md. The target `gpu` is the worker's where there is an NVIDIA GPU.

FROM node:22-bookworm-slim AS build
WORKDIR /gipfel
COPY . .
RUN npx -y pnpm@12 install --frozen-lockfile && npx -y pnpm@12 build
# What runs, without sources and tests.
RUN mkdir /production \
 && cp --parents --recursive package.json pnpm-lock.yaml pnpm-workspace.yaml apps/*/package.json packages/*/package.json \
    apps/*/dist packages/*/dist packages/partworld/model /production/ \
 && find /production -regex '.*\.\(test\..*\|map\|d\.ts\|tsbuildinfo\)' -delete \
 && find /production -type d \( -name testing -o -name conformance \) -prune -exec rm -r {} +

FROM node:22-bookworm-slim AS production
ENV NODE_ENV=production
WORKDIR /gipfel
COPY --from=build /production ./
RUN npx -y pnpm@12 install --prod --frozen-lockfile --filter '@gipfel/cli...' --filter '@gipfel/worker...' \
 && rm -rf /root/.npm /root/.cache /root/.local
# A volume that is mounted there for the first time belongs to whom the folder belongs.
RUN mkdir /state /data && chown node:node /state
USER node
ENV GIPFEL_STATE=/state GIPFEL_DATA_ROOT=/data
EXPOSE 7654
# Of a server; workers are told by the queue.
HEALTHCHECK --interval=30s --timeout=8s --start-period=30s CMD ["node", "--eval", "fetch('http://127.0.0.1:7654/api/health/live').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "apps/cli/dist/main.js", "serve", "--host", "0.0.0.0", "--log-level", "info"]

# TensorFlow's library for GPUs, which needs CUDA 11 and cuDNN 8 beside it.
FROM nvidia/cuda:11.8.0-cudnn8-runtime-ubuntu22.04 AS gpu
ENV NODE_ENV=production
COPY --from=production /usr/local /usr/local
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/* \
 && useradd --create-home --uid 1000 node
COPY --from=production /gipfel /gipfel
WORKDIR /gipfel
RUN npx -y pnpm@12 --filter @gipfel/engine add --save-optional @tensorflow/tfjs-node-gpu@^4.22.0 \
 && npm --prefix packages/engine/node_modules/@tensorflow/tfjs-node-gpu run install \
 && rm -rf /root/.npm /root/.cache /root/.local
RUN mkdir /state /data && chown node:node /state
USER node
ENV GIPFEL_STATE=/state GIPFEL_DATA_ROOT=/data
CMD ["node", "apps/worker/dist/main.js"]

# What is built where no target is named.
FROM production
