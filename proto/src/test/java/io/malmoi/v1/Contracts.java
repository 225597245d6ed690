package io.malmoi.v1;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo.Location;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** All that the .proto files of malmoi.v1 declare: one {@link Element} for each declaration, in the order of the files. */
final class Contracts {
    private static final Path DESCRIPTORS = Path.of("target", "malmoi.binpb"); // written by protoc in this build

    private final List<Element> elements = new ArrayList<>();
    private final Map<List<Integer>, Location> locations = new HashMap<>();

    /**
     * A declaration.
     *
     * @param line all that callers depend on, such as {@code malmoi.v1.Corpus.bytes = 2 int64}; empty for a declaration
     *     that is but a place for others
     * @param name full name
     * @param comment what stands beside it; blank if nothing does
     */
    record Element(String line, String name, String comment) {}

    private Contracts() {}

    static List<Element> read() throws IOException {
        Contracts contracts = new Contracts();
        try (InputStream stream = Files.newInputStream(DESCRIPTORS)) {
            FileDescriptorSet.parseFrom(stream).getFileList().stream()
                    .filter(file -> file.getPackage().startsWith("malmoi."))
                    .forEach(contracts::file);
        }
        return contracts.elements;
    }

    private void file(FileDescriptorProto file) {
        locations.clear();
        file.getSourceCodeInfo().getLocationList().forEach(location -> locations.put(location.getPathList(), location));
        for (int i = 0; i < file.getMessageTypeCount(); i++) {
            message(
                    file.getMessageType(i),
                    file.getPackage(),
                    List.of(FileDescriptorProto.MESSAGE_TYPE_FIELD_NUMBER, i));
        }
        for (int i = 0; i < file.getEnumTypeCount(); i++) {
            values(file.getEnumType(i), file.getPackage(), List.of(FileDescriptorProto.ENUM_TYPE_FIELD_NUMBER, i));
        }
        for (int i = 0; i < file.getServiceCount(); i++) {
            service(file.getService(i), file.getPackage(), List.of(FileDescriptorProto.SERVICE_FIELD_NUMBER, i));
        }
    }

    private void message(DescriptorProto message, String scope, List<Integer> path) {
        String name = scope + "." + message.getName();
        if (!message.getOptions().getMapEntry()) {
            add("", name, path);
        }
        for (int i = 0; i < message.getFieldCount(); i++) {
            FieldDescriptorProto field = message.getField(i);
            String line = name + "." + field.getName() + " = " + field.getNumber() + " " + type(field, message);
            // the fields of a map's entry stand nowhere in a file
            List<Integer> place = message.getOptions().getMapEntry()
                    ? List.of()
                    : within(path, DescriptorProto.FIELD_FIELD_NUMBER, i);
            add(line, name + "." + field.getName(), place);
        }
        for (int i = 0; i < message.getNestedTypeCount(); i++) {
            message(message.getNestedType(i), name, within(path, DescriptorProto.NESTED_TYPE_FIELD_NUMBER, i));
        }
        for (int i = 0; i < message.getEnumTypeCount(); i++) {
            values(message.getEnumType(i), name, within(path, DescriptorProto.ENUM_TYPE_FIELD_NUMBER, i));
        }
    }

    private static String type(FieldDescriptorProto field, DescriptorProto message) {
        String type = field.getTypeName().isEmpty()
                ? field.getType().name().substring("TYPE_".length()).toLowerCase(Locale.ROOT)
                : field.getTypeName().substring(1);
        if (field.getProto3Optional()) {
            return "optional " + type;
        }
        if (field.hasOneofIndex()) {
            return type + " oneof "
                    + message.getOneofDecl(field.getOneofIndex()).getName();
        }
        return field.getLabel() == Label.LABEL_REPEATED ? "repeated " + type : type;
    }

    private void values(EnumDescriptorProto type, String scope, List<Integer> path) {
        String name = scope + "." + type.getName();
        add("", name, path);
        for (int i = 0; i < type.getValueCount(); i++) {
            String value = name + "." + type.getValue(i).getName();
            add(
                    value + " = " + type.getValue(i).getNumber(),
                    value,
                    within(path, EnumDescriptorProto.VALUE_FIELD_NUMBER, i));
        }
    }

    private void service(ServiceDescriptorProto service, String scope, List<Integer> path) {
        String name = scope + "." + service.getName();
        add("", name, path);
        for (int i = 0; i < service.getMethodCount(); i++) {
            MethodDescriptorProto method = service.getMethod(i);
            String call = name + "/" + method.getName();
            String line = call + " (" + message(method.getClientStreaming(), method.getInputType()) + ") returns ("
                    + message(method.getServerStreaming(), method.getOutputType()) + ")";
            add(line, call, within(path, ServiceDescriptorProto.METHOD_FIELD_NUMBER, i));
        }
    }

    private static String message(boolean streaming, String type) {
        return (streaming ? "stream " : "") + type.substring(1);
    }

    private void add(String line, String name, List<Integer> path) {
        Location location = locations.getOrDefault(path, Location.getDefaultInstance());
        String comment =
                path.isEmpty() ? "entry of a map" : location.getLeadingComments() + location.getTrailingComments();
        elements.add(new Element(line, name, comment));
    }

    private static List<Integer> within(List<Integer> path, int field, int index) {
        List<Integer> longer = new ArrayList<>(path);
        longer.add(field);
        longer.add(index);
        return longer;
    }
}
