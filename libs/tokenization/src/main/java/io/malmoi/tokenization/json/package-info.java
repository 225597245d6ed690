/** Reads and writes {@code tokenizer.json} and the files that transformers has beside it; a fault is told with its path. */
package io.malmoi.tokenization.json;
