/** What a {@code tokenizer.json} says, as plain data: {@link io.malmoi.tokenization.definition.TokenizerDefinition} and its parts. */
package io.malmoi.tokenization.definition;
