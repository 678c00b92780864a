#!/usr/bin/env bash
# Builds the native library of @tensorflow/tfjs-node, or of tfjs-node-gpu, against the TensorFlow of a Python wheel (see
# README.md).
#
#   build.sh [tfjs-node|tfjs-node-gpu]
set -euo pipefail

tensorflow=2.15.1
headers=node-api-headers@1.5.0
napi=8

here=$(cd "$(dirname "$0")" && pwd)
package=$(cd "$here/../../packages/engine" &&
  node -p 'require("node:path").dirname(require.resolve(`@tensorflow/${process.argv[1]}/package.json`))' "${1:-tfjs-node}")

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.11 \
  --platform manylinux_2_17_x86_64 "tensorflow-cpu==$tensorflow"
python3 -m zipfile -e tensorflow_cpu-*.whl .
npm pack --silent "$headers" | xargs tar -xzf

mkdir -p "$package/deps/lib" "$package/lib/napi-v$napi"
mv tensorflow/libtensorflow_cc.so.2 tensorflow/libtensorflow_framework.so.2 "$package/deps/lib/"
# The binding comes last and in one step: where it is, the device counts as available.
g++ -std=c++17 -O2 -fPIC -shared -DNAPI_VERSION=$napi \
  -Ipackage/include -I"$package" -Itensorflow/include \
  "$package/binding/tfjs_backend.cc" "$package/binding/tfjs_binding.cc" \
  -L"$package/deps/lib" -l:libtensorflow_cc.so.2 -l:libtensorflow_framework.so.2 \
  -Wl,-rpath,'$ORIGIN/../../deps/lib' \
  -o tfjs_binding.node
mv tfjs_binding.node "$package/lib/napi-v$napi/"

cd "$package"
TF_CPP_MIN_LOG_LEVEL=2 node -e '
  const util = require("node:util");
  util.isNullOrUndefined = (value) => value == null;
  util.isArray = Array.isArray;
  const tf = require(process.cwd());
  if (tf.backend().binding.TF_Version !== process.argv[1]) throw new Error("another TensorFlow was loaded");
  if (tf.matMul(tf.ones([2, 3]), tf.ones([3, 2])).sum().dataSync()[0] !== 12) throw new Error("wrong numbers");
' "$tensorflow"
echo "built $package/lib/napi-v$napi/tfjs_binding.node with TensorFlow $tensorflow"
