/**
 * Text as UTF-16 and as bytes: {@link io.malmoi.tokenization.text.Utf8}, GPT-2's spelling of bytes, and slices of text that know
 * where they come from.
 */
package io.malmoi.tokenization.text;
