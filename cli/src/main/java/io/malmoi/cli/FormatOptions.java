package io.malmoi.cli;

import io.malmoi.v1.CorpusFormat;
import picocli.CommandLine.Option;

/** How files are to be read. */
final class FormatOptions {
    /** What is in the files. */
    enum Type {
        text,
        jsonl,
        json,
        csv,
        tsv,
        parquet
    }

    /** How characters are written as bytes. */
    enum Encoding {
        detect,
        cp949,
        utf16
    }

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}. Default: as the file's name says; else text.")
    private Type type;

    @Option(
            names = "--encoding",
            paramLabel = "ENCODING",
            description = "${COMPLETION-CANDIDATES}. Default: UTF-8, or UTF-16 with its byte order mark.")
    private Encoding encoding;

    @Option(
            names = "--column",
            paramLabel = "NAME",
            defaultValue = "",
            description = "The column, or field, that holds a record's text. Default: text.")
    private String column;

    @Option(names = "--records", description = "Keep records whole, with all their fields, for structured samples.")
    private boolean records;

    @Option(
            names = "--skip-malformed",
            description = "Skip and count records that cannot be read, rather than refuse all.")
    private boolean skipMalformed;

    @Option(
            names = "--file-is-document",
            negatable = true,
            description = "A file of text is one document, rather than documents between blank lines."
                    + " Default: if there are several files.")
    private Boolean fileIsDocument;

    /** The format of so many files. */
    CorpusFormat of(int files) {
        CorpusFormat.Builder format = CorpusFormat.newBuilder()
                .setColumn(column)
                .setRecords(records)
                .setSkipMalformed(skipMalformed)
                .setFileIsDocument(fileIsDocument == null ? files > 1 : fileIsDocument);
        if (type != null) {
            format.setType(
                    switch (type) {
                        case text -> CorpusFormat.Type.TEXT;
                        case jsonl -> CorpusFormat.Type.JSON_LINES;
                        case json -> CorpusFormat.Type.JSON;
                        case csv -> CorpusFormat.Type.CSV;
                        case tsv -> CorpusFormat.Type.TSV;
                        case parquet -> CorpusFormat.Type.PARQUET;
                    });
        }
        if (encoding != null) {
            format.setEncoding(
                    switch (encoding) {
                        case detect -> CorpusFormat.Encoding.DETECT;
                        case cp949 -> CorpusFormat.Encoding.CP949;
                        case utf16 -> CorpusFormat.Encoding.UTF_16;
                    });
        }
        return format.build();
    }
}
