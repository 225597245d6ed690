/** How well a tokenizer suits a text. */
package io.malmoi.tokenization.evaluation;
