/** Growing arrays and open-addressing tables of numbers and characters, without objects for their entries. */
package io.malmoi.tokenization.collections;
