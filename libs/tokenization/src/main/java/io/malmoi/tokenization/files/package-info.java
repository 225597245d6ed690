/** Reads the tokenizers of other projects: {@link io.malmoi.tokenization.files.TokenizerImport} knows them by their files. */
package io.malmoi.tokenization.files;
