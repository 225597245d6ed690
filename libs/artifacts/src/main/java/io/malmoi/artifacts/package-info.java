/**
 * Immutable artifacts (corpora, tokenizers, datasets, models, checkpoints) in an S3-compatible object store.
 *
 * <p>An artifact is its files and a manifest, {@code NAME/manifest.json}, which is written last and only if there is
 * none: without a manifest the artifact does not exist. Every writer uploads into a folder of its own, {@code
 * NAME/_WRITER/FILE}, so that two attempts never overwrite each other's files.
 */
package io.malmoi.artifacts;
