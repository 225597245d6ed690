package io.malmoi.gateway.http;

import io.malmoi.service.Violations;
import io.malmoi.v1.CorpusFormat;
import io.malmoi.v1.CreateCorpusRequest;
import io.vertx.core.MultiMap;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The query of an upload. */
final class CorpusQuery {
    private final MultiMap query;
    private final Violations violations = new Violations();

    private CorpusQuery(MultiMap query) {
        this.query = query;
    }

    /** The first message of the upload. INVALID_ARGUMENT names every parameter with a wrong value. */
    static CreateCorpusRequest read(MultiMap query) {
        return new CorpusQuery(query).read();
    }

    private CreateCorpusRequest read() {
        CorpusFormat format = CorpusFormat.newBuilder()
                .setType(value("type", CorpusFormat.Type.class, CorpusFormat.Type.TYPE_UNSPECIFIED))
                .setEncoding(value("encoding", CorpusFormat.Encoding.class, CorpusFormat.Encoding.ENCODING_UNSPECIFIED))
                .setColumn(Query.text(query.get("column")))
                .setRecords(flag("records"))
                .setSkipMalformed(flag("skip_malformed"))
                .setFileIsDocument(flag("file_is_document"))
                .build();
        violations.throwIfAny();
        return CreateCorpusRequest.newBuilder()
                .setCorpusId(Query.text(query.get("corpus_id")))
                .setFile(Query.text(query.get("file")))
                .setUpload(Query.text(query.get("upload")))
                .setFormat(format)
                .build();
    }

    private boolean flag(String name) {
        String value = query.get(name);
        violations.require(
                value == null || value.equals("true") || value.equals("false"),
                name,
                "is '" + value + "'; it must be true or false");
        return "true".equals(value);
    }

    private <E extends Enum<E>> E value(String name, Class<E> type, E usual) {
        String value = query.get(name);
        if (value == null) {
            return usual;
        }
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(value) && !value.equals("UNRECOGNIZED")) {
                return constant;
            }
        }
        String all = Arrays.stream(type.getEnumConstants())
                .map(Enum::name)
                .filter(constant -> !constant.equals("UNRECOGNIZED"))
                .collect(Collectors.joining(", "));
        violations.require(false, name, "is '" + value + "'; it must be one of " + all);
        return usual;
    }
}
