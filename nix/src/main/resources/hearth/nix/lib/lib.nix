# What declarations use of nixpkgs' lib, made anew. `types` and `native` come from Java.
let
  inherit (builtins)
    attrNames attrValues concatLists concatMap elem elemAt filter foldl' genList head isAttrs isBool isFloat
    isFunction isInt isList isPath isString length listToAttrs map mapAttrs match removeAttrs replaceStrings
    stringLength substring tail toJSON toString;

  trivial = rec {
    id = value: value;
    const = value: _: value;
    pipe = value: functions: foldl' (result: function: function result) value functions;
    flip = function: a: b: function b a;
    concat = a: b: a ++ b;
    or = a: b: a || b;
    and = a: b: a && b;
    xor = a: b: a != b;
    bitAnd = builtins.bitAnd;
    bitOr = builtins.bitOr;
    boolToString = value: if value then "true" else "false";
    mergeAttrs = a: b: a // b;
    min = a: b: if a < b then a else b;
    max = a: b: if a > b then a else b;
    mod = a: b: a - b * (a / b);
    defaultTo = fallback: value: if value == null then fallback else value;
    mapNullable = function: value: if value == null then null else function value;
    throwIf = condition: message: if condition then throw message else id;
    throwIfNot = condition: message: if condition then id else throw message;
    warn = builtins.warn;
    warnIf = condition: message: if condition then warn message else id;
    warnIfNot = condition: message: if condition then id else warn message;
    info = message: value: builtins.trace "info: ${message}" value;
    assertMsg = condition: message: condition || throw message;
    assertOneOf = name: value: allowed:
      assertMsg (elem value allowed) "${name} must be one of ${toJSON allowed}, but is ${toJSON value}";
    functionArgs = function: if function ? __functor then function.__functionArgs or { } else builtins.functionArgs function;
    setFunctionArgs = function: arguments: { __functor = self: function; __functionArgs = arguments; };
    isFunction = value: builtins.isFunction value || (isAttrs value && value ? __functor);
    toFunction = value: if isFunction value then value else _: value;
    fix = function: let result = function result; in result;
    extends = overlay: function: final: let previous = function final; in previous // overlay final previous;
    composeExtensions = f: g: final: previous:
      let first = f final previous; in first // g final (previous // first);
    makeOverridable = function: arguments: function arguments;
    toHexString = number:
      let digits = "0123456789abcdef";
          rest = number / 16;
      in (if rest == 0 then "" else toHexString rest) + substring (mod number 16) 1 digits;
    compare = a: b: if a < b then -1 else if a > b then 1 else 0;
    importJSON = path: builtins.fromJSON (builtins.readFile path);
    importTOML = path: builtins.fromTOML (builtins.readFile path);
    inherit (builtins) isAttrs seq deepSeq trace tryEval;
    release = "26.05";
    version = "26.05";
    trivial.release = release;
  };

  modules = rec {
    mkIf = condition: content: { _type = "if"; inherit condition content; };
    mkMerge = contents: { _type = "merge"; inherit contents; };
    mkOverride = priority: content: { _type = "override"; inherit priority content; };
    mkOptionDefault = mkOverride 1500;
    mkDefault = mkOverride 1000;
    mkImageMediaOverride = mkOverride 60;
    mkForce = mkOverride 50;
    mkVMOverride = mkOverride 10;
    mkOrder = priority: content: { _type = "order"; inherit priority content; };
    mkBefore = mkOrder 500;
    mkAfter = mkOrder 1500;
    mkAssert = condition: message: content: if condition then content else throw message;
    mkDerivedConfig = option: function: mkIf option.isDefined (function option.value);
  };

  options = rec {
    mkOption = attributes: attributes // { _type = "option"; };
    mkEnableOption = name: mkOption {
      default = false;
      example = true;
      description = "Whether to enable ${if isAttrs name then name.text or "" else name}.";
      type = types.bool;
    };
    mkPackageOption = packages: name: { default ? name, nullable ? false, ... }: mkOption ({
      type = if nullable then types.nullOr types.package else types.package;
    } // (if default == null then { default = null; } else {
      default = foldl' (set: part: set.${part}) packages (if isList default then default else [ default ]);
    }));
    mkSinkUndeclaredOptions = attributes: mkOption (attributes // { type = types.raw; });
    literalExpression = text: { _type = "literalExpression"; inherit text; };
    literalExample = literalExpression;
    literalMD = text: { _type = "literalMD"; inherit text; };
    mdDoc = text: text;
    isOption = value: isAttrs value && value._type or "" == "option";
    isOptionType = value: isAttrs value && value._type or "" == "option-type";
    mkOptionType = types.mkOptionType;
    showOption = names: builtins.concatStringsSep "." names;
    hm = { types = { dagOf = types.attrsOf; }; dag = {
      entryAnywhere = data: { inherit data; after = [ ]; before = [ ]; };
      entryAfter = after: data: { inherit data after; before = [ ]; };
      entryBefore = before: data: { inherit data before; after = [ ]; };
    }; };
  };

  lists = rec {
    singleton = value: [ value ];
    foldr = function: start: list:
      let from = index: if index == length list then start else function (elemAt list index) (from (index + 1));
      in from 0;
    fold = foldr;
    foldl = function: start: list: foldl' function start list;
    imap0 = function: list: genList (index: function index (elemAt list index)) (length list);
    imap1 = function: imap0 (index: function (index + 1));
    forEach = list: function: map function list;
    concatImap = function: list: concatLists (imap1 function list);
    flatten = value: if isList value then concatMap flatten value else [ value ];
    remove = value: filter (other: other != value);
    findFirst = test: fallback: list:
      let found = filter test list; in if found == [ ] then fallback else head found;
    any = builtins.any;
    all = builtins.all;
    count = test: list: length (filter test list);
    optional = condition: value: if condition then [ value ] else [ ];
    optionals = condition: list: if condition then list else [ ];
    toList = value: if isList value then value else [ value ];
    range = first: last: if first > last then [ ] else genList (index: first + index) (last - first + 1);
    replicate = count: value: genList (_: value) count;
    partition = builtins.partition;
    groupBy = builtins.groupBy;
    zipListsWith = function: a: b:
      genList (index: function (elemAt a index) (elemAt b index)) (trivial.min (length a) (length b));
    zipLists = zipListsWith (fst: snd: { inherit fst snd; });
    reverseList = list: let last = length list - 1; in genList (index: elemAt list (last - index)) (length list);
    sort = builtins.sort;
    sortOn = key: builtins.sort (a: b: key a < key b);
    naturalSort = builtins.sort (a: b: a < b);
    take = count: sublist 0 count;
    drop = count: list: sublist count (length list) list;
    sublist = start: count: list:
      let available = trivial.max 0 (trivial.min count (length list - start));
      in genList (index: elemAt list (start + index)) available;
    last = list: elemAt list (length list - 1);
    init = list: sublist 0 (length list - 1) list;
    crossLists = function: foldl' (functions: list: concatMap (f: map f list) functions) [ function ];
    unique = foldl' (kept: value: if elem value kept then kept else kept ++ [ value ]) [ ];
    allUnique = list: unique list == list;
    intersectLists = a: filter (value: elem value a);
    subtractLists = a: filter (value: !elem value a);
    mutuallyExclusive = a: b: builtins.all (value: !elem value b) a;
    inherit (builtins) head tail length elem elemAt filter concatLists concatMap genList map;
    inherit (builtins) isList foldl';
  };

  attrsets = rec {
    attrByPath = path: fallback: set:
      if path == [ ] then set
      else if isAttrs set && set ? ${head path} then attrByPath (tail path) fallback set.${head path}
      else fallback;
    hasAttrByPath = path: set:
      path == [ ] || (isAttrs set && set ? ${head path} && hasAttrByPath (tail path) set.${head path});
    getAttrFromPath = path: set: foldl' (found: name: found.${name}) set path;
    setAttrByPath = path: value: lists.foldr (name: inner: { ${name} = inner; }) value path;
    attrVals = names: set: map (name: set.${name}) names;
    getAttrs = names: set: genAttrs names (name: set.${name});
    filterAttrs = test: set: removeAttrs set (filter (name: !test name set.${name}) (attrNames set));
    filterAttrsRecursive = test: set:
      mapAttrs (_: value: if isAttrs value then filterAttrsRecursive test value else value) (filterAttrs test set);
    foldAttrs = function: start: sets:
      builtins.zipAttrsWith (_: values: lists.foldr function start values) sets;
    foldlAttrs = function: start: set:
      foldl' (result: name: function result name set.${name}) start (attrNames set);
    collect = test: value:
      if test value then [ value ] else if isAttrs value then concatMap (collect test) (attrValues value) else [ ];
    nameValuePair = name: value: { inherit name value; };
    mapAttrs' = function: set: listToAttrs (mapAttrsToList function set);
    mapAttrsToList = function: set: map (name: function name set.${name}) (attrNames set);
    attrsToList = mapAttrsToList nameValuePair;
    concatMapAttrs = function: set: mergeAttrsList (mapAttrsToList function set);
    mergeAttrsList = foldl' (a: b: a // b) { };
    mapAttrsRecursive = mapAttrsRecursiveCond (_: true);
    mapAttrsRecursiveCond = condition: function: set:
      let inside = path: mapAttrs (name: value:
            if isAttrs value && condition value then inside (path ++ [ name ]) value else function (path ++ [ name ]) value);
      in inside [ ] set;
    genAttrs = names: function: listToAttrs (map (name: nameValuePair name (function name)) names);
    genAttrs' = values: function: listToAttrs (map function values);
    isDerivation = value: isAttrs value && value.type or "" == "derivation";
    optionalAttrs = condition: set: if condition then set else { };
    zipAttrsWith = builtins.zipAttrsWith;
    zipAttrs = builtins.zipAttrsWith (_: values: values);
    recursiveUpdateUntil = stop: a: b:
      let inside = path: builtins.zipAttrsWith (name: values:
            if length values == 1 || stop (path ++ [ name ]) (elemAt values 1) (head values)
            then head values
            else inside (path ++ [ name ]) values);
      in inside [ ] [ b a ];
    recursiveUpdate = recursiveUpdateUntil (_: a: b: !(isAttrs a && isAttrs b));
    matchAttrs = pattern: set: builtins.all (name:
      set ? ${name} && (if isAttrs pattern.${name} then isAttrs set.${name} && matchAttrs pattern.${name} set.${name}
        else pattern.${name} == set.${name})) (attrNames pattern);
    overrideExisting = old: new: mapAttrs (name: value: new.${name} or value) old;
    getOutput = output: package: if isAttrs package then package.${output} or package.out or package else package;
    getBin = getOutput "bin";
    getLib = getOutput "lib";
    getDev = getOutput "dev";
    getMan = getOutput "man";
    chooseDevOutputs = map getDev;
    recurseIntoAttrs = set: set // { recurseForDerivations = true; };
    cartesianProduct = sets: foldl' (products: name:
      concatMap (product: map (value: product // { ${name} = value; }) sets.${name}) products) [ { } ] (attrNames sets);
    cartesianProductOfSets = cartesianProduct;
    inherit (builtins) attrNames attrValues catAttrs getAttr hasAttr intersectAttrs listToAttrs mapAttrs removeAttrs;
    inherit (builtins) isAttrs;
  };

  strings = rec {
    concatStrings = builtins.concatStringsSep "";
    concatStringsSep = builtins.concatStringsSep;
    concatMapStrings = function: list: concatStrings (map function list);
    concatMapStringsSep = separator: function: list: concatStringsSep separator (map function list);
    concatImapStrings = function: list: concatStrings (lists.imap1 function list);
    concatImapStringsSep = separator: function: list: concatStringsSep separator (lists.imap1 function list);
    concatMapAttrsStringSep = separator: function: set: concatStringsSep separator (attrsets.mapAttrsToList function set);
    concatLines = concatMapStrings (line: line + "\n");
    intersperse = separator: list:
      if length list < 2 then list else tail (concatMap (value: [ separator value ]) list);
    replicate = count: text: concatStrings (genList (_: text) count);
    trim = trimWith { start = true; end = true; };
    trimWith = { start ? false, end ? false }: text:
      let blank = "[ \t\r\n]*";
          left = if start then head (match "${blank}(.*)" text) else text;
          right = match "(.*[^ \t\r\n])${blank}" left;
      in if !end then left else if right == null then "" else head right;
    optionalString = condition: text: if condition then text else "";
    hasPrefix = prefix: text: substring 0 (stringLength prefix) text == prefix;
    hasSuffix = suffix: text:
      let start = stringLength text - stringLength suffix;
      in start >= 0 && substring start (stringLength suffix) text == suffix;
    hasInfix = infix: text: replaceStrings [ infix ] [ "" ] text != text;
    removePrefix = prefix: text:
      if hasPrefix prefix text then substring (stringLength prefix) (-1) text else text;
    removeSuffix = suffix: text:
      if hasSuffix suffix text then substring 0 (stringLength text - stringLength suffix) text else text;
    stringToCharacters = text: genList (index: substring index 1 text) (stringLength text);
    stringAsChars = function: text: concatMapStrings function (stringToCharacters text);
    splitString = separator: text:
      filter isString (builtins.split (escapeRegex (toString separator)) (toString text));
    escape = characters: replaceStrings characters (map (character: "\\" + character) characters);
    escapeRegex = escape (stringToCharacters "\\[{()^$?*+|.");
    escapeNixString = text: escape [ "$" ] (toJSON text);
    escapeNixIdentifier = text:
      if match "[a-zA-Z_][a-zA-Z0-9_'-]*" text != null then text else escapeNixString text;
    escapeXML = replaceStrings [ "\"" "'" "<" ">" "&" ] [ "&quot;" "&apos;" "&lt;" "&gt;" "&amp;" ];
    escapeShellArg = value:
      let text = toString value;
      in if match "[[:alnum:],._+:@%/-]+" text != null then text else "'${replaceStrings [ "'" ] [ "'\\''" ] text}'";
    escapeShellArgs = concatMapStringsSep " " escapeShellArg;
    escapeSystemdPath = text:
      let
        trimmed = builtins.concatStringsSep "/" (filter (part: part != "") (splitString "/" text));
        escaped = replaceStrings (stringToCharacters " !\"#$%&'()*+,-;<=>?@[\\]^`{|}~")
          (map (code: "\\x${code}") [ "20" "21" "22" "23" "24" "25" "26" "27" "28" "29" "2a" "2b" "2c" "2d" "3b" "3c"
            "3d" "3e" "3f" "40" "5b" "5c" "5d" "5e" "60" "7b" "7c" "7d" "7e" ]) trimmed;
        dotted = if hasPrefix "." escaped then "\\x2e${removePrefix "." escaped}" else escaped;
      in if trimmed == "" then "-" else replaceStrings [ "/" ] [ "-" ] dotted;
    isValidPosixName = name: match "[a-zA-Z_][a-zA-Z0-9_]*" name != null;
    toShellVar = name: value:
      if isAttrs value && !attrsets.isDerivation value then
        "declare -A ${name}=(${builtins.concatStringsSep " " (attrsets.mapAttrsToList (key: each: "[${escapeShellArg key}]=${escapeShellArg each}") value)})"
      else if isList value then "declare -a ${name}=(${escapeShellArgs value})"
      else "${name}=${escapeShellArg value}";
    toShellVars = set: builtins.concatStringsSep "\n" (attrsets.mapAttrsToList toShellVar set);
    lowerChars = stringToCharacters "abcdefghijklmnopqrstuvwxyz";
    upperChars = stringToCharacters "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    toLower = replaceStrings upperChars lowerChars;
    toUpper = replaceStrings lowerChars upperChars;
    toSentenceCase = text: toUpper (substring 0 1 text) + toLower (substring 1 (-1) text);
    addContextFrom = _: text: text;
    isStringLike = value: isString value || isPath value || (isAttrs value && (value ? outPath || value ? __toString));
    isConvertibleWithToString = value:
      isStringLike value || isInt value || isFloat value || isBool value || value == null
      || (isList value && builtins.all isConvertibleWithToString value);
    fixedWidthString = width: filler: text:
      if stringLength text >= width then text else fixedWidthString width filler (filler + text);
    fixedWidthNumber = width: number: fixedWidthString width "0" (toString number);
    floatToString = toString;
    fileContents = path: removeSuffix "\n" (builtins.readFile path);
    versionOlder = a: b: builtins.compareVersions b a == 1;
    versionAtLeast = a: b: !versionOlder a b;
    getName = value: if isString value then (builtins.parseDrvName value).name else value.pname or (builtins.parseDrvName value.name).name;
    toInt = text:
      let number = if match "[[:space:]]*-?[0-9]+[[:space:]]*" text == null then null else builtins.fromJSON (toIntDigits text);
      in if isInt number then number else throw "cannot convert ${toJSON text} to an integer";
    toIntDigits = text:
      let parts = match "[[:space:]]*(-?)0*([0-9]+)[[:space:]]*" text; in head parts + elemAt parts 1;
    toIntBase10 = toInt;
    makeSearchPath = directory: packages:
      concatMapStringsSep ":" (package: "${package}/${directory}") (filter (package: package != null) packages);
    makeSearchPathOutput = output: directory: packages: makeSearchPath directory (map (attrsets.getOutput output) packages);
    makeBinPath = makeSearchPathOutput "bin" "bin";
    makeLibraryPath = makeSearchPathOutput "lib" "lib";
    cmakeBool = name: value: "-D${name}:BOOL=${if value then "TRUE" else "FALSE"}";
    enableFeature = enabled: name: "--${if enabled then "enable" else "disable"}-${name}";
    inherit (builtins) stringLength substring replaceStrings match split isString toJSON fromJSON readFile typeOf
      compareVersions;
  };

  meta = {
    getExe = package: native.getExe package;
    getExe' = package: name: native.getExe' package name;
    licenses = { };
    platforms = { all = [ ]; linux = [ ]; unix = [ ]; };
    maintainers = { };
  };

  generators = rec {
    mkValueStringDefault = _: value:
      if isInt value || isFloat value then toString value
      else if isBool value then trivial.boolToString value
      else if value == null then "null"
      else if isString value || strings.isStringLike value then "${value}"
      else throw "generators: cannot write ${builtins.typeOf value} as a value";
    mkKeyValueDefault = { mkValueString ? mkValueStringDefault { } }: separator: key: value:
      "${strings.escape [ separator ] key}${separator}${mkValueString value}";
    toKeyValue = { mkKeyValue ? mkKeyValueDefault { } "=", listsAsDuplicateKeys ? false, indent ? "" }: set:
      strings.concatStrings (concatMap (name:
        map (value: "${indent}${mkKeyValue name value}\n")
          (if listsAsDuplicateKeys && isList set.${name} then set.${name} else [ set.${name} ])) (attrNames set));
    toINI = { mkSectionName ? name: strings.escape [ "[" "]" ] name, mkKeyValue ? mkKeyValueDefault { } "=",
        listsAsDuplicateKeys ? false }: sections:
      builtins.concatStringsSep "\n" (attrsets.mapAttrsToList (name: values:
        "[${mkSectionName name}]\n" + toKeyValue { inherit mkKeyValue listsAsDuplicateKeys; } values) sections);
    toINIWithGlobalSection = arguments: { globalSection, sections ? { } }:
      (if globalSection == { } then "" else toKeyValue (removeAttrs arguments [ "mkSectionName" ]) globalSection + "\n")
      + toINI arguments sections;
    toJSON = _: builtins.toJSON;
    toYAML = _: builtins.toJSON;
    toPretty = _: builtins.toJSON;
  };

  cli = rec {
    toGNUCommandLine = { mkOptionName ? name: if stringLength name == 1 then "-${name}" else "--${name}",
        mkBool ? name: value: lists.optional value (mkOptionName name),
        mkList ? name: values: concatMap (mkOption name) values,
        mkOption ? name: value: if value == null then [ ]
          else if optionValueSeparator == null then [ (mkOptionName name) (generators.mkValueStringDefault { } value) ]
          else [ "${mkOptionName name}${optionValueSeparator}${generators.mkValueStringDefault { } value}" ],
        optionValueSeparator ? null }: options:
      concatLists (attrsets.mapAttrsToList (name: value:
        if isBool value then mkBool name value
        else if isList value then mkList name value
        else mkOption name value) options);
    toGNUCommandLineShell = settings: options: strings.escapeShellArgs (toGNUCommandLine settings options);
  };

  versions = {
    major = version: elemAt (builtins.splitVersion version) 0;
    minor = version: elemAt (builtins.splitVersion version) 1;
    majorMinor = version: builtins.concatStringsSep "." (lists.take 2 (builtins.splitVersion version));
  };

in
builtins // trivial // cli // lists // strings // attrsets // meta // modules // options // {
  inherit trivial lists attrsets strings meta modules options generators cli versions types;
}
