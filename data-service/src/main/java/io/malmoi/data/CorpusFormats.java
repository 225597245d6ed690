package io.malmoi.data;

import io.malmoi.datasets.readers.CorpusFormat;
import io.malmoi.datasets.readers.CorpusFormat.Encoding;
import io.malmoi.datasets.readers.CorpusFormat.Type;
import io.malmoi.datasets.readers.ReadingReport;
import io.malmoi.service.Violations;
import io.malmoi.v1.Corpus;

/** Formats of uploads, and what reading found, between the contract and the readers. */
final class CorpusFormats {
    private static final int LONGEST_COLUMN = 256;

    private CorpusFormats() {}

    /** INVALID_ARGUMENT: a value that does not exist. */
    static CorpusFormat read(io.malmoi.v1.CorpusFormat format) {
        new Violations()
                .require(
                        format.getType() != io.malmoi.v1.CorpusFormat.Type.UNRECOGNIZED,
                        "format.type",
                        "is " + format.getTypeValue() + ", which is no type of file")
                .require(
                        format.getEncoding() != io.malmoi.v1.CorpusFormat.Encoding.UNRECOGNIZED,
                        "format.encoding",
                        "is " + format.getEncodingValue() + ", which is no encoding")
                .require(
                        format.getColumn().length() <= LONGEST_COLUMN,
                        "format.column",
                        "has " + format.getColumn().length() + " characters; at most " + LONGEST_COLUMN)
                .throwIfAny();
        return new CorpusFormat(
                type(format.getType()),
                encoding(format.getEncoding()),
                format.getColumn().isEmpty() ? CorpusFormat.USUAL.column() : format.getColumn(),
                format.getRecords(),
                format.getSkipMalformed(),
                format.getFileIsDocument());
    }

    private static Type type(io.malmoi.v1.CorpusFormat.Type type) {
        return switch (type) {
            case TEXT -> Type.TEXT;
            case JSON_LINES -> Type.JSON_LINES;
            case JSON -> Type.JSON;
            case CSV -> Type.CSV;
            case TSV -> Type.TSV;
            case PARQUET -> Type.PARQUET;
            case TYPE_UNSPECIFIED, UNRECOGNIZED -> Type.BY_NAME;
        };
    }

    private static Encoding encoding(io.malmoi.v1.CorpusFormat.Encoding encoding) {
        return switch (encoding) {
            case DETECT -> Encoding.DETECT;
            case CP949 -> Encoding.CP949;
            case UTF_16 -> Encoding.UTF_16;
            case ENCODING_UNSPECIFIED, UNRECOGNIZED -> Encoding.USUAL;
        };
    }

    /** What a corpus tells about its reading. */
    static Corpus describe(ReadingReport report) {
        Corpus.Builder corpus = Corpus.newBuilder().setDocuments(report.documents());
        if (report.emptyRecords() > 0 || report.malformedRecords() > 0) {
            corpus.getReadingBuilder()
                    .setEmptyRecords(report.emptyRecords())
                    .setMalformedRecords(report.malformedRecords())
                    .addAllMalformedExamples(report.malformedExamples());
        }
        return corpus.build();
    }
}
