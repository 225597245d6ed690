package io.malmoi.datasets.readers;

import java.util.Locale;

/**
 * How files become a corpus.
 *
 * @param type what is in the files
 * @param encoding how characters are written as bytes
 * @param column the column, or field, that holds a record's text
 * @param records whether records are kept whole: a document is the record as one line of JSON
 * @param skipMalformed whether records that cannot be read are skipped and counted, rather than ending the reading
 * @param fileIsDocument whether a file of plain text is one document, rather than documents between blank lines
 */
public record CorpusFormat(
        Type type, Encoding encoding, String column, boolean records, boolean skipMalformed, boolean fileIsDocument) {
    /** Plain text or what the files' names say, in UTF-8. */
    public static final CorpusFormat USUAL =
            new CorpusFormat(Type.BY_NAME, Encoding.USUAL, "text", false, false, false);

    /** What is in a file. */
    public enum Type {
        /** What its name says: {@code .jsonl} or {@code .ndjson}, {@code .json}, {@code .csv}, {@code .tsv}, {@code .parquet}; else text. */
        BY_NAME,
        /** Plain text. */
        TEXT,
        /** A JSON object a line. */
        JSON_LINES,
        /** An array of JSON objects, or JSON objects one after the other. */
        JSON,
        /** Values separated by commas, the first line naming the columns; quoted values may have line breaks. */
        CSV,
        /** Values separated by tabs, the first line naming the columns; nothing is quoted. */
        TSV,
        /** Rows of columns, as Parquet packs them. */
        PARQUET;

        /** The type of a file; never {@link #BY_NAME}. */
        Type of(String file) {
            if (this != BY_NAME) {
                return this;
            }
            String name = file.toLowerCase(Locale.ROOT).replaceFirst("\\.(gz|zst)$", "");
            return switch (name.substring(name.lastIndexOf('.') + 1)) {
                case "jsonl", "ndjson" -> JSON_LINES;
                case "json" -> JSON;
                case "csv" -> CSV;
                case "tsv" -> TSV;
                case "parquet" -> PARQUET;
                default -> TEXT;
            };
        }
    }

    /** How characters are written as bytes. */
    public enum Encoding {
        /** UTF-8, with or without byte order mark; UTF-16 if there is its byte order mark. */
        USUAL,
        /** Found out from the first MiB of a file: UTF-8, UTF-16 or CP949. */
        DETECT,
        /** CP949, which has all of EUC-KR. */
        CP949,
        /** UTF-16, little-endian unless its byte order mark says otherwise. */
        UTF_16
    }
}
