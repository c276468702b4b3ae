package hearth.unit.value.resource;

/**
 * A number for one device.
 *
 * @param path a device node, or a file or directory on its file system
 * @param value a weight, or bytes, operations or microseconds a second
 */
public record DeviceValue(String path, long value) {}
