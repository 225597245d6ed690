package io.malmoi.tokenization;

/**
 * A token that is found in the text before all else.
 *
 * @param id its id
 * @param content its spelling
 * @param special whether it is a sign to the model, not text
 * @param normalized whether it is looked for in the normalized text
 */
record AddedToken(int id, String content, boolean special, boolean normalized) {}
