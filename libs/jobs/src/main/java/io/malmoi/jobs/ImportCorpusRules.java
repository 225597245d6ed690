package io.malmoi.jobs;

import io.malmoi.v1.CorpusFormat;
import io.malmoi.v1.ImportCorpusSpec;
import java.nio.charset.StandardCharsets;

/** The rules of an {@link ImportCorpusSpec}. */
final class ImportCorpusRules {
    private static final int LONGEST_PREFIX = 1_024;
    private static final int LONGEST_COLUMN = 256;

    private ImportCorpusRules() {}

    static void check(ImportCorpusSpec spec, FieldRules rules) {
        rules.name("corpus", spec.getCorpus(), "corpora");
        if (spec.getUpload().isEmpty()) {
            checkPrefix(spec.getPrefix(), rules);
        } else {
            rules.name("upload", spec.getUpload(), "uploads");
            rules.require(
                    spec.getPrefix().isEmpty(), "prefix", "is given beside upload; a corpus is made of one of them");
        }
        checkFormat(spec.getFormat(), rules);
    }

    private static void checkPrefix(String prefix, FieldRules rules) {
        rules.require(
                !prefix.isBlank() && !prefix.startsWith("/") && prefix.chars().noneMatch(Character::isISOControl),
                "prefix",
                "is '" + FieldRules.shown(prefix)
                        + "'; it must be what keys begin with, such as imports/reviews/, without a slash in front");
        int bytes = prefix.getBytes(StandardCharsets.UTF_8).length;
        rules.require(bytes <= LONGEST_PREFIX, "prefix", "has " + bytes + " bytes; at most " + LONGEST_PREFIX);
    }

    private static void checkFormat(CorpusFormat format, FieldRules rules) {
        rules.require(
                format.getType() != CorpusFormat.Type.UNRECOGNIZED,
                "format.type",
                "is " + format.getTypeValue() + ", which is no type of file");
        rules.require(
                format.getEncoding() != CorpusFormat.Encoding.UNRECOGNIZED,
                "format.encoding",
                "is " + format.getEncodingValue() + ", which is no encoding");
        rules.require(
                format.getColumn().length() <= LONGEST_COLUMN,
                "format.column",
                "has " + format.getColumn().length() + " characters; at most " + LONGEST_COLUMN);
    }
}
