/** From text to words: normalizers and pre-tokenizers at work, and the added tokens that are found before them. */
package io.malmoi.tokenization.pretokenization;
