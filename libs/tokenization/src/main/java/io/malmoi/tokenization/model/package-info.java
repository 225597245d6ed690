/** From words to tokens: {@link io.malmoi.tokenization.model.WordEncoder} merges by ranks, or looks whole words up. */
package io.malmoi.tokenization.model;
