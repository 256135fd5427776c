# poa-lint completion powershell
Register-ArgumentCompleter -Native -CommandName poa-lint -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $commands = [ordered]@{
        'check' = "revisa archivos, carpetas o - (entrada est$([char]0x00E1)ndar)"
        'explain' = "explica reglas: qu$([char]0x00E9) miran, por qu$([char]0x00E9) y c$([char]0x00F3)mo corregir; de una forma, sus columnas; sin nada, la lista por grupos"
        'rules' = 'lista las reglas'
        'pair' = "con qu$([char]0x00E9) archivo se comparar$([char]0x00ED)a cada unidad y qu$([char]0x00E9) metas se reconocen (--plan, --against)"
        'config' = "los ajustes que valen ah$([char]0x00ED) y de d$([char]0x00F3)nde viene cada uno"
        'check-rules' = "revisa archivos o carpetas de reglas y prueba sus ejemplos (--audit: qu$([char]0x00E9) notan)"
        'check-forms' = 'revisa los archivos de formas y prueba sus ejemplos'
        'fmt' = 'da al informe la forma de TMM-F004 sin cambiar lo que dice (--check, --diff)'
        'show' = "muestra el texto que se ley$([char]0x00F3) de un archivo (--map: d$([char]0x00F3)nde est$([char]0x00E1) cada celda en $([char]0x00E9)l)"
        'form-new' = 'propone la forma (YAML) de un informe de otra oficina (-o formas/x.yaml)'
        'rule-new' = 'escribe una regla de la oficina con tres respuestas (-o mis-reglas/x.yaml)'
        'lsp' = 'servidor para editores (complemento lsp)'
        'serve' = "abre una p$([char]0x00E1)gina en este equipo para soltar informes (--open la muestra)"
        'waive' = 'escribe una dispensa en dispensas.yaml (--reason y --until)'
        'amend' = "registra en modificaciones.yaml el oficio que cambi$([char]0x00F3) una meta (--oficio y --set)"
        'keep' = "guarda lo que se entreg$([char]0x00F3), para comparar con ello (-o archivo)"
        'export' = 'sus cifras y hallazgos como tablas (-f csv, jsonl, parquet, xlsx)'
        'next' = 'el informe del periodo que sigue, para llenar: fecha, P y acumulados puestos'
        'summary' = "el a$([char]0x00F1)o en un vistazo: unidades por periodo, qui$([char]0x00E9)n falta, metas en riesgo (-f html, csv, xlsx)"
        'letter' = "redacta el oficio de devoluci$([char]0x00F3)n de cada unidad (-o oficio.docx, --previous, --template)"
        'observaciones' = "un texto para OBSERVACIONES de cada meta que debe una explicaci$([char]0x00F3)n (-f text, csv)"
        'help' = 'la ayuda de una orden, o esta'
        'version' = "la versi$([char]0x00F3)n del programa y de las reglas"
        'completion' = 'escribe lo que bash, zsh, fish o PowerShell necesitan para completar con Tab lo que se teclea'
        'man' = 'escribe el manual del programa, para leerlo con man'
    }
    $rules = [ordered]@{
        'POA001' = 'texto-suelto'
        'POA002' = 'renglon-desalineado'
        'POA003' = 'celda-ilegible'
        'POA004' = 'titulo-de-columna'
        'POA005' = 'tabla-irreconocible'
        'POA006' = 'meta-sin-numero'
        'POA007' = 'archivo-ilegible'
        'POA008' = 'informe-vacio'
        'POA009' = 'dato-faltante'
        'POA010' = 'dispensa-vencida'
        'POA011' = 'dispensa-sin-uso'
        'POA020' = 'numero-como-texto'
        'POA021' = 'formula-sin-valor'
        'POA022' = 'error-de-formula'
        'POA023' = 'porcentaje-sin-formato'
        'POA024' = 'contenido-oculto'
        'POA025' = 'cifra-redondeada'
        'POA026' = 'pagina-sin-texto'
        'POA027' = 'columna-de-mas'
        'POA028' = 'cifra-con-palabras'
        'POA029' = 'acentos-danados'
        'POA030' = 'pagina-repetida'
        'POA101' = 'suma-trimestral'
        'POA102' = 'avance-absoluto'
        'POA103' = 'avance-relativo'
        'POA104' = 'meta-anual-vacia'
        'POA105' = 'cifra-negativa'
        'POA106' = 'fraccion-en-conteo'
        'POA107' = 'sobrecumplimiento'
        'POA108' = 'acumulado-faltante'
        'POA109' = 'columna-calculada'
        'POA201' = 'nominas-del-ano'
        'POA202' = 'nominas-del-trimestre'
        'POA301' = 'desviacion-sin-observacion'
        'POA302' = 'avance-no-programado'
        'POA303' = 'observacion-insuficiente'
        'POA304' = 'observacion-contradictoria'
        'POA305' = 'acumulado-sin-observacion'
        'POA306' = 'justificacion-aparte'
        'POA401' = 'fecha-de-corte'
        'POA402' = 'ejercicio-distinto'
        'POA403' = 'avance-futuro'
        'POA404' = 'avance-pendiente'
        'POA405' = 'fechas-distintas'
        'POA406' = 'fecha-atrasada'
        'POA501' = 'linea-no-declarada'
        'POA502' = 'linea-sin-meta'
        'POA503' = 'eje-no-declarado'
        'POA504' = 'linea-mal-formada'
        'POA505' = 'nombre-distinto'
        'POA506' = 'clasificacion-inexistente'
        'POA507' = 'clasificacion-nombre'
        'POA508' = 'eje-sin-linea'
        'POA601' = 'meta-repetida'
        'POA602' = 'meta-saltada'
        'POA603' = 'meta-fuera-de-orden'
        'POA604' = 'encabezado-distinto'
        'POA605' = 'ramo-o-ejercicio-distinto'
        'POA606' = 'unidad-de-medida-faltante'
        'POA701' = 'firma-faltante'
        'POA702' = 'firma-incompleta'
        'POA703' = 'misma-persona'
        'POA704' = 'nombre-variante'
        'POA801' = 'separador-de-miles'
        'POA802' = 'puntuacion-doble'
        'POA803' = 'numeracion-de-meta'
        'POA804' = 'unidad-variante'
        'POA805' = 'verbo-en-infinitivo'
        'POA806' = 'acento-variante'
        'POA901' = 'meta-anual-modificada'
        'POA902' = 'programado-modificado'
        'POA903' = 'avance-previo-modificado'
        'POA904' = 'meta-desaparecida'
        'POA905' = 'meta-nueva'
        'POA906' = 'texto-o-unidad-modificados'
        'POA907' = 'meta-renumerada'
        'POA908' = 'meta-en-otra-unidad'
        'POA909' = 'acumulado-discontinuo'
        'POA910' = 'linea-modificada'
        'POA911' = 'observacion-repetida'
        'POA912' = 'encabezado-modificado'
        'POA913' = 'corte-fuera-de-orden'
        'POA914' = 'firmante-distinto'
        'POA915' = 'informe-duplicado'
        'POA920' = 'modificacion-sin-base'
        'POA921' = 'modificacion-sin-oficio'
        'POA922' = 'modificacion-retroactiva'
        'POA923' = 'modificacion-tardia'
        'POA930' = 'meta-en-riesgo'
        'POA931' = 'avance-detenido'
        'POA932' = 'meta-mal-calibrada'
    }
    $taking = '--select', '--ignore', '--fail-on', '--output-format', '-f', '--output', '-o', '--config', '--include', '--exclude', '--stdin-filename', '--against', '--plan', '--previous', '--annotate', '--baseline', '--today', '--encoding', '--jobs', '-j', '--scheduler', '--order', '--lang', '--color', '--form', '--sheet', '--each', '--expect', '--when', '--message', '--code', '--port', '--reason', '--until', '--authorised-by', '--year', '--quarter', '--period', '--value', '--oficio', '--type', '--requested', '--authorised', '--set', '--was', '--pages', '--template', '--template-new'
    $options = @{
        'check' = [ordered]@{
            '--select' = 'solo estas reglas: claves, inicios de clave (POA3), nombres o grupos'
            '--ignore' = 'estas reglas no'
            '--fail-on' = "desde qu$([char]0x00E9) gravedad termina con 1: error, warning o info (error)"
            '--output-format' = 'terminal, concise, json, jsonl, sarif, github, gitlab, junit, rdjsonl, markdown o html (terminal); varias veces: sarif:ARCHIVO'
            '--output' = 'escribe en este archivo'
            '--config' = "archivo de ajustes (el m$([char]0x00E1)s cercano hacia arriba: poa-lint.yaml)"
            '--no-config' = 'sin archivo de ajustes'
            '--include' = "de las carpetas, solo estos archivos, por ejemplo '*.xlsx' o 'informes/**'; cada vez que se escribe se agrega otro patr$([char]0x00F3)n"
            '--exclude' = "de las carpetas, no estos archivos ni estas carpetas, por ejemplo 'borradores/'; adem$([char]0x00E1)s de los que digan los ajustes"
            '--gitignore' = 'de las carpetas, no lo que .gitignore aparta'
            '--force-exclude' = "aplica include, exclude y .gitignore tambi$([char]0x00E9)n a los archivos que se nombran (para pre-commit)"
            '--stdin-filename' = "con - (entrada est$([char]0x00E1)ndar): el nombre con que se revisa y se muestra, con los ajustes de su carpeta (para editores)"
            '--against' = 'informe anterior con que se compara, o su carpeta; cada vez que se escribe se agrega otro'
            '--plan' = 'POA aprobado con que se compara, o su carpeta; cada vez que se escribe se agrega otro'
            '--compare' = "compara los informes entre s$([char]0x00ED), o con lo que digan los ajustes"
            '--no-compare' = "no compara, aunque los ajustes digan con qu$([char]0x00E9)"
            '--previous' = "el mismo informe como se entreg$([char]0x00F3) antes, o su carpeta: dice qu$([char]0x00E9) hallazgos se cumplieron, cu$([char]0x00E1)les siguen y cu$([char]0x00E1)les son nuevos"
            '--annotate' = "escribe una copia de un libro .xlsx o .xlsm con cada celda se$([char]0x00F1)alada y comentada, y la lista de hallazgos; de varios, en una carpeta"
            '--baseline' = "los hallazgos que est$([char]0x00E1)n en este archivo no cuentan: son deuda conocida"
            '--update-baseline' = 'escribe en el archivo de --baseline los hallazgos de hoy'
            '--show-waived' = "muestra tambi$([char]0x00E9)n los hallazgos dispensados"
            '--today' = "el d$([char]0x00ED)a de hoy, como 2026-04-15: decide qu$([char]0x00E9) dispensas valen y va en el acuse (html)"
            '--encoding' = "codificaci$([char]0x00F3)n de los informes (se averigua sola)"
            '--jobs' = 'procesos a la vez (los que convengan)'
            '--scheduler' = 'revisa en los trabajadores de un planificador de Dask, como tcp://servidor:8786 (extra dask)'
            '--all' = 'todo completo, sin resumir repeticiones ni notas'
            '--quiet' = 'solo los hallazgos, sin totales'
            '--statistics' = "solo cu$([char]0x00E1)ntos hallazgos hay de cada regla (terminal, concise, markdown; json los a$([char]0x00F1)ade)"
            '--order' = "place: los hallazgos de cada unidad en el orden del informe; severity: primero los m$([char]0x00E1)s graves (place, o lo que digan los ajustes; para terminal, concise y markdown)"
            '--exit-zero' = 'termina con 0 aunque haya hallazgos; con 2 si algo no se pudo revisar'
            '--fix' = "arregla lo que es solo de forma: comas de los miles, t$([char]0x00ED)tulos, numeraci$([char]0x00F3)n"
            '--fix-only' = "como --fix, y no dice los hallazgos que quedan; termina con 1 si cambi$([char]0x00F3) alg$([char]0x00FA)n archivo, 2 si no pudo"
            '--unsafe-fixes' = "con --fix: tambi$([char]0x00E9)n pone las celdas bajo sus columnas y escribe porcentajes que salen de su rengl$([char]0x00F3)n"
            '--diff' = "muestra qu$([char]0x00E9) cambiar$([char]0x00ED)a y no escribe nada; termina con 1 si algo cambiar$([char]0x00ED)a"
            '--lang' = 'idioma: es o en (es; o la variable POA_LINT_LANG)'
            '--color' = 'colores: auto, always o never (auto)'
            '--version' = "versi$([char]0x00F3)n del programa y de las reglas"
            '--help' = 'esta ayuda'
        }
        'explain' = [ordered]@{
            '--config' = "archivo de ajustes (el m$([char]0x00E1)s cercano hacia arriba: poa-lint.yaml)"
            '--no-config' = 'sin archivo de ajustes'
            '--lang' = 'idioma: es o en (es; o la variable POA_LINT_LANG)'
            '--color' = 'colores: auto, always o never (auto)'
            '--version' = "versi$([char]0x00F3)n del programa y de las reglas"
            '--help' = 'esta ayuda'
        }
        'rules' = [ordered]@{
            '--output-format' = 'terminal, json, markdown o html (terminal)'
            '--output' = 'escribe en este archivo'
            '--config' = "archivo de ajustes (el m$([char]0x00E1)s cercano hacia arriba: poa-lint.yaml)"
            '--no-config' = 'sin archivo de ajustes'
            '--form' = 'solo las reglas que valen para esa forma, PbRM-02a por ejemplo'
            '--lang' = 'idioma: es o en (es; o la variable POA_LINT_LANG)'
            '--color' = 'colores: auto, always o never (auto)'
            '--version' = "versi$([char]0x00F3)n del programa y de las reglas"
            '--help' = 'esta ayuda'
        }
        'pair' = [ordered]@{
            '--output-format' = 'terminal o json (terminal)'
            '--output' = 'escribe en este archivo'
            '--config' = "archivo de ajustes (el m$([char]0x00E1)s cercano hacia arriba: poa-lint.yaml)"
            '--no-config' = 'sin archivo de ajustes'
            '--include' = "de las carpetas, solo estos archivos, por ejemplo '*.xlsx' o 'informes/**'; cada vez que se escribe se agrega otro patr$([char]0x00F3)n"
            '--exclude' = "de las carpetas, no estos archivos ni estas carpetas, por ejemplo 'borradores/'; adem$([char]0x00E1)s de los que digan los ajustes"
            '--gitignore' = 'de las carpetas, no lo que .gitignore aparta'
            '--stdin-filename' = "con - (entrada est$([char]0x00E1)ndar): el nombre con que se revisa y se muestra, con los ajustes de su carpeta (para editores)"
            '--against' = 'informe anterior con que se compara, o su carpeta; cada vez que se escribe se agrega otro'
            '--plan' = 'POA aprobado con que se compara, o su carpeta; cada vez que se escribe se agrega otro'
            '--compare' = "compara los informes entre s$([char]0x00ED), o con lo que digan los ajustes"
            '--encoding' = "codificaci$([char]0x00F3)n de los informes (se averigua sola)"
            '--jobs' = 'procesos a la vez (los que convengan)'
            '--lang' = 'idioma: es o en (es; o la variable POA_LINT_LANG)'
            '--color' = 'colores: auto, always o never (auto)'
            '--version' = "versi$([char]0x00F3)n del programa y de las reglas"
            '--help' = 'esta ayuda'
        }
        'config' = [ordered]@{
            '--config' = "archivo de ajustes (el m$([char]0x00E1)s cercano hacia arriba: poa-lint.yaml)"
            '--no-config' = 'sin archivo de ajustes'
            '--lang' = 'idioma: es o en (es; o la variable POA_LINT_LANG)'
            '--color' = 'colores: auto, always o never (auto)'
            '--version' = "versi$([char]0x00F3)n del programa y de las reglas"
            '--help' = 'esta ayuda'
        }
        'check-rules' = [ordered]@{
            '--output-format' = 'terminal, concise, json, jsonl, sarif, github, gitlab, junit, rdjsonl, markdown o html (terminal); varias veces: sarif:ARCHIVO'
            '--output' = 'escribe en este archivo'
            '--config' = "archivo de ajustes (el m$([char]0x00E1)s cercano hacia arriba: poa-lint.yaml)"
            '--no-config' = 'sin archivo de ajustes'
            '--all' = 'todo completo, sin resumir repeticiones ni notas'
            '--quiet' = 'solo los hallazgos, sin totales'
            '--audit' = "cambia informes sanos, un dato a la vez, y dice qu$([char]0x00E9) notan las reglas"
            '--form' = 'con --audit: la forma de los informes que se cambian, PbRM-02a por ejemplo'
            '--lang' = 'idioma: es o en (es; o la variable POA_LINT_LANG)'
            '--color' = 'colores: auto, always o never (auto)'
            '--version' = "versi$([char]0x00F3)n del programa y de las reglas"
            '--help' = 'esta ayuda'
        }
        'check-forms' = [ordered]@{
            '--output-format' = 'terminal, concise, json, jsonl, sarif, github, gitlab, junit, rdjsonl, markdown o html (terminal); varias veces: sarif:ARCHIVO'
            '--output' = 'escribe en este archivo'
            '--all' = 'todo completo, sin resumir repeticiones ni notas'
            '--quiet' = 'solo los hallazgos, sin totales'
            '--lang' = 'idioma: es o en (es; o la variable POA_LINT_LANG)'
            '--color' = 'colores: auto, always o never (auto)'
            '--version' = "versi$([char]0x00F3)n del programa y de las reglas"
            '--help' = 'esta ayuda'
        }
        'fmt' = [ordered]@{
            '--include' = "de las carpetas, solo estos archivos, por ejemplo '*.xlsx' o 'informes/**'; cada vez que se escribe se agrega otro patr$([char]0x00F3)n"
            '--exclude' = "de las carpetas, no estos archivos ni estas carpetas, por ejemplo 'borradores/'; adem$([char]0x00E1)s de los que digan los ajustes"
            '--gitignore' = 'de las carpetas, no lo que .gitignore aparta'
            '--force-exclude' = "aplica include, exclude y .gitignore tambi$([char]0x00E9)n a los archivos que se nombran (para pre-commit)"
            '--stdin-filename' = "con - (entrada est$([char]0x00E1)ndar): el nombre con que se revisa y se muestra, con los ajustes de su carpeta (para editores)"
            '--encoding' = "codificaci$([char]0x00F3)n de los informes (se averigua sola)"
            '--exit-zero' = 'termina con 0 aunque haya hallazgos; con 2 si algo no se pudo revisar'
            '--diff' = "muestra qu$([char]0x00E9) cambiar$([char]0x00ED)a y no escribe nada; termina con 1 si algo cambiar$([char]0x00ED)a"
            '--check' = "dice qu$([char]0x00E9) archivos cambiar$([char]0x00ED)an y no escribe nada"
            '--lang' = 'idioma: es o en (es; o la variable POA_LINT_LANG)'
            '--color' = 'colores: auto, always o never (auto)'
            '--version' = "versi$([char]0x00F3)n del programa y de las reglas"
            '--help' = 'esta ayuda'
        }
        'show' = [ordered]@{
            '--output' = 'escribe en este archivo'
            '--encoding' = "codificaci$([char]0x00F3)n de los informes (se averigua sola)"
            '--map' = "dice tambi$([char]0x00E9)n d$([char]0x00F3)nde est$([char]0x00E1) cada celda en el archivo"
            '--lang' = 'idioma: es o en (es; o la variable POA_LINT_LANG)'
            '--color' = 'colores: auto, always o never (auto)'
            '--version' = "versi$([char]0x00F3)n del programa y de las reglas"
            '--help' = 'esta ayuda'
        }
        'form-new' = [ordered]@{
            '--output' = 'escribe en este archivo'
            '--encoding' = "codificaci$([char]0x00F3)n de los informes (se averigua sola)"
            '--form' = 'la clave de la forma, si la hoja no la dice'
            '--sheet' = 'la hoja del libro de la que se propone la forma; sin esto, el libro entero'
            '--lang' = 'idioma: es o en (es; o la variable POA_LINT_LANG)'
            '--color' = 'colores: auto, always o never (auto)'
            '--version' = "versi$([char]0x00F3)n del programa y de las reglas"
            '--help' = 'esta ayuda'
        }
        'rule-new' = [ordered]@{
            '--output' = 'escribe en este archivo'
            '--each' = "qu$([char]0x00E9) se revisa, una vez por cada cual: meta, periodo, cifra, pagina, unidad, informe..."
            '--expect' = "lo que debe cumplirse, como $([char]0x00AB)meta_anual > 0$([char]0x00BB)"
            '--when' = "en cu$([char]0x00E1)les se revisa, como $([char]0x00AB)unidad_medida == `"SESION`"$([char]0x00BB); sin esto, en todas"
            '--message' = "qu$([char]0x00E9) se le dice a la persona si no se cumple; los valores entre llaves, como {numero}"
            '--code' = 'la clave de la regla, como OFI001 (la primera libre)'
            '--lang' = 'idioma: es o en (es; o la variable POA_LINT_LANG)'
            '--color' = 'colores: auto, always o never (auto)'
            '--version' = "versi$([char]0x00F3)n del programa y de las reglas"
            '--help' = 'esta ayuda'
        }
        'lsp' = [ordered]@{
            '--config' = "archivo de ajustes (el m$([char]0x00E1)s cercano hacia arriba: poa-lint.yaml)"
            '--no-config' = 'sin archivo de ajustes'
            '--lang' = 'idioma: es o en (es; o la variable POA_LINT_LANG)'
            '--color' = 'colores: auto, always o never (auto)'
            '--version' = "versi$([char]0x00F3)n del programa y de las reglas"
            '--help' = 'esta ayuda'
        }
        'serve' = [ordered]@{
            '--config' = "archivo de ajustes (el m$([char]0x00E1)s cercano hacia arriba: poa-lint.yaml)"
            '--no-config' = 'sin archivo de ajustes'
            '--port' = "el puerto (8750, u otro libre si est$([char]0x00E1) ocupado)"
            '--open' = "abre la p$([char]0x00E1)gina en el navegador"
            '--lang' = 'idioma: es o en (es; o la variable POA_LINT_LANG)'
            '--color' = 'colores: auto, always o never (auto)'
            '--version' = "versi$([char]0x00F3)n del programa y de las reglas"
            '--help' = 'esta ayuda'
        }
        'waive' = [ordered]@{
            '--config' = "archivo de ajustes (el m$([char]0x00E1)s cercano hacia arriba: poa-lint.yaml)"
            '--reason' = "por qu$([char]0x00E9), en 15 letras o m$([char]0x00E1)s"
            '--until' = "hasta qu$([char]0x00E9) d$([char]0x00ED)a, como 2026-12-31 o 31/12/2026"
            '--authorised-by' = "qui$([char]0x00E9)n lo autoriza"
            '--year' = "solo el ejercicio de ese a$([char]0x00F1)o"
            '--quarter' = 'solo ese trimestre, de 1 a 4'
            '--period' = 'solo ese periodo, con su clave: M04'
            '--value' = 'solo mientras la celda diga esto'
            '--lang' = 'idioma: es o en (es; o la variable POA_LINT_LANG)'
            '--color' = 'colores: auto, always o never (auto)'
            '--version' = "versi$([char]0x00F3)n del programa y de las reglas"
            '--help' = 'esta ayuda'
        }
        'amend' = [ordered]@{
            '--config' = "archivo de ajustes (el m$([char]0x00E1)s cercano hacia arriba: poa-lint.yaml)"
            '--against' = 'informe anterior con que se compara, o su carpeta; cada vez que se escribe se agrega otro'
            '--plan' = 'POA aprobado con que se compara, o su carpeta; cada vez que se escribe se agrega otro'
            '--encoding' = "codificaci$([char]0x00F3)n de los informes (se averigua sola)"
            '--oficio' = "el n$([char]0x00FA)mero del oficio que autoriz$([char]0x00F3) el cambio"
            '--type' = "ampliacion, reduccion, recalendarizacion, interna, alta, baja o texto (seg$([char]0x00FA)n lo que cambia)"
            '--requested' = "qu$([char]0x00E9) d$([char]0x00ED)a se solicit$([char]0x00F3), como 2025-06-20 o 20/06/2025"
            '--authorised' = "qu$([char]0x00E9) d$([char]0x00ED)a se autoriz$([char]0x00F3), como 2025-07-03 o 03/07/2025"
            '--set' = 'lo que dice desde el oficio, como meta_anual=9 o T3=3; una vez por columna'
            '--was' = "lo que dec$([char]0x00ED)a antes, como meta_anual=8, si no hay plan que lo diga"
            '--reason' = 'el motivo del oficio'
            '--authorised-by' = "qui$([char]0x00E9)n lo autoriza"
            '--year' = "el ejercicio, si no es el a$([char]0x00F1)o de la solicitud"
            '--lang' = 'idioma: es o en (es; o la variable POA_LINT_LANG)'
            '--color' = 'colores: auto, always o never (auto)'
            '--version' = "versi$([char]0x00F3)n del programa y de las reglas"
            '--help' = 'esta ayuda'
        }
        'keep' = [ordered]@{
            '--output' = 'escribe en este archivo'
            '--config' = "archivo de ajustes (el m$([char]0x00E1)s cercano hacia arriba: poa-lint.yaml)"
            '--no-config' = 'sin archivo de ajustes'
            '--include' = "de las carpetas, solo estos archivos, por ejemplo '*.xlsx' o 'informes/**'; cada vez que se escribe se agrega otro patr$([char]0x00F3)n"
            '--exclude' = "de las carpetas, no estos archivos ni estas carpetas, por ejemplo 'borradores/'; adem$([char]0x00E1)s de los que digan los ajustes"
            '--gitignore' = 'de las carpetas, no lo que .gitignore aparta'
            '--stdin-filename' = "con - (entrada est$([char]0x00E1)ndar): el nombre con que se revisa y se muestra, con los ajustes de su carpeta (para editores)"
            '--today' = "el d$([char]0x00ED)a de hoy, como 2026-04-15 o 15/04/2026: decide qu$([char]0x00E9) dispensas valen"
            '--encoding' = "codificaci$([char]0x00F3)n de los informes (se averigua sola)"
            '--lang' = 'idioma: es o en (es; o la variable POA_LINT_LANG)'
            '--color' = 'colores: auto, always o never (auto)'
            '--version' = "versi$([char]0x00F3)n del programa y de las reglas"
            '--help' = 'esta ayuda'
        }
        'export' = [ordered]@{
            '--output-format' = 'csv, jsonl, parquet o xlsx (csv)'
            '--output' = 'escribe en este archivo'
            '--config' = "archivo de ajustes (el m$([char]0x00E1)s cercano hacia arriba: poa-lint.yaml)"
            '--no-config' = 'sin archivo de ajustes'
            '--include' = "de las carpetas, solo estos archivos, por ejemplo '*.xlsx' o 'informes/**'; cada vez que se escribe se agrega otro patr$([char]0x00F3)n"
            '--exclude' = "de las carpetas, no estos archivos ni estas carpetas, por ejemplo 'borradores/'; adem$([char]0x00E1)s de los que digan los ajustes"
            '--gitignore' = 'de las carpetas, no lo que .gitignore aparta'
            '--stdin-filename' = "con - (entrada est$([char]0x00E1)ndar): el nombre con que se revisa y se muestra, con los ajustes de su carpeta (para editores)"
            '--encoding' = "codificaci$([char]0x00F3)n de los informes (se averigua sola)"
            '--bom' = 'con CSV: escribe la marca de orden de bytes que Excel busca'
            '--jobs' = 'procesos a la vez (los que convengan)'
            '--scheduler' = 'revisa en los trabajadores de un planificador de Dask, como tcp://servidor:8786 (extra dask)'
            '--quiet' = "no decir qu$([char]0x00E9) se escribi$([char]0x00F3)"
            '--exit-zero' = 'termina con 0 aunque haya hallazgos; con 2 si algo no se pudo revisar'
            '--lang' = 'idioma: es o en (es; o la variable POA_LINT_LANG)'
            '--color' = 'colores: auto, always o never (auto)'
            '--version' = "versi$([char]0x00F3)n del programa y de las reglas"
            '--help' = 'esta ayuda'
        }
        'next' = [ordered]@{
            '--output' = 'escribe en este archivo'
            '--config' = "archivo de ajustes (el m$([char]0x00E1)s cercano hacia arriba: poa-lint.yaml)"
            '--no-config' = 'sin archivo de ajustes'
            '--encoding' = "codificaci$([char]0x00F3)n de los informes (se averigua sola)"
            '--lang' = 'idioma: es o en (es; o la variable POA_LINT_LANG)'
            '--color' = 'colores: auto, always o never (auto)'
            '--version' = "versi$([char]0x00F3)n del programa y de las reglas"
            '--help' = 'esta ayuda'
        }
        'summary' = [ordered]@{
            '--select' = 'solo estas reglas: claves, inicios de clave (POA3), nombres o grupos'
            '--ignore' = 'estas reglas no'
            '--fail-on' = "desde qu$([char]0x00E9) gravedad termina con 1: error, warning o info (error)"
            '--output-format' = 'terminal, json, html, csv o xlsx (terminal); varias veces: xlsx:ARCHIVO'
            '--output' = 'escribe en este archivo'
            '--config' = "archivo de ajustes (el m$([char]0x00E1)s cercano hacia arriba: poa-lint.yaml)"
            '--no-config' = 'sin archivo de ajustes'
            '--include' = "de las carpetas, solo estos archivos, por ejemplo '*.xlsx' o 'informes/**'; cada vez que se escribe se agrega otro patr$([char]0x00F3)n"
            '--exclude' = "de las carpetas, no estos archivos ni estas carpetas, por ejemplo 'borradores/'; adem$([char]0x00E1)s de los que digan los ajustes"
            '--gitignore' = 'de las carpetas, no lo que .gitignore aparta'
            '--stdin-filename' = "con - (entrada est$([char]0x00E1)ndar): el nombre con que se revisa y se muestra, con los ajustes de su carpeta (para editores)"
            '--against' = 'informe anterior con que se compara, o su carpeta; cada vez que se escribe se agrega otro'
            '--plan' = 'POA aprobado con que se compara, o su carpeta; cada vez que se escribe se agrega otro'
            '--compare' = "compara los informes entre s$([char]0x00ED), o con lo que digan los ajustes"
            '--no-compare' = "no compara, aunque los ajustes digan con qu$([char]0x00E9)"
            '--baseline' = "los hallazgos que est$([char]0x00E1)n en este archivo no cuentan: son deuda conocida"
            '--today' = "el d$([char]0x00ED)a de hoy, como 2026-04-15 o 15/04/2026: decide qu$([char]0x00E9) dispensas valen"
            '--encoding' = "codificaci$([char]0x00F3)n de los informes (se averigua sola)"
            '--pages' = "con -f html: una carpeta para la p$([char]0x00E1)gina de cada informe, a la que enlaza el resumen"
            '--jobs' = 'procesos a la vez (los que convengan)'
            '--scheduler' = 'revisa en los trabajadores de un planificador de Dask, como tcp://servidor:8786 (extra dask)'
            '--all' = 'todo completo, sin resumir repeticiones ni notas'
            '--quiet' = "no decir qu$([char]0x00E9) se escribi$([char]0x00F3)"
            '--exit-zero' = 'termina con 0 aunque haya hallazgos; con 2 si algo no se pudo revisar'
            '--lang' = 'idioma: es o en (es; o la variable POA_LINT_LANG)'
            '--color' = 'colores: auto, always o never (auto)'
            '--version' = "versi$([char]0x00F3)n del programa y de las reglas"
            '--help' = 'esta ayuda'
        }
        'letter' = [ordered]@{
            '--select' = 'solo estas reglas: claves, inicios de clave (POA3), nombres o grupos'
            '--ignore' = 'estas reglas no'
            '--fail-on' = "desde qu$([char]0x00E9) gravedad termina con 1: error, warning o info (error)"
            '--output-format' = 'docx o txt (lo dice el nombre de -o; si no, txt)'
            '--output' = 'escribe en este archivo'
            '--config' = "archivo de ajustes (el m$([char]0x00E1)s cercano hacia arriba: poa-lint.yaml)"
            '--no-config' = 'sin archivo de ajustes'
            '--include' = "de las carpetas, solo estos archivos, por ejemplo '*.xlsx' o 'informes/**'; cada vez que se escribe se agrega otro patr$([char]0x00F3)n"
            '--exclude' = "de las carpetas, no estos archivos ni estas carpetas, por ejemplo 'borradores/'; adem$([char]0x00E1)s de los que digan los ajustes"
            '--gitignore' = 'de las carpetas, no lo que .gitignore aparta'
            '--stdin-filename' = "con - (entrada est$([char]0x00E1)ndar): el nombre con que se revisa y se muestra, con los ajustes de su carpeta (para editores)"
            '--against' = 'informe anterior con que se compara, o su carpeta; cada vez que se escribe se agrega otro'
            '--plan' = 'POA aprobado con que se compara, o su carpeta; cada vez que se escribe se agrega otro'
            '--compare' = "compara los informes entre s$([char]0x00ED), o con lo que digan los ajustes"
            '--no-compare' = "no compara, aunque los ajustes digan con qu$([char]0x00E9)"
            '--previous' = "el mismo informe como se entreg$([char]0x00F3) antes, o su carpeta: dice qu$([char]0x00E9) hallazgos se cumplieron, cu$([char]0x00E1)les siguen y cu$([char]0x00E1)les son nuevos"
            '--template' = 'la plantilla de la oficina, .docx o .txt'
            '--template-new' = 'escribe en este archivo la plantilla del programa, para adaptarla'
            '--today' = "el d$([char]0x00ED)a de hoy, como 2026-04-15: decide qu$([char]0x00E9) dispensas valen y va en el oficio"
            '--encoding' = "codificaci$([char]0x00F3)n de los informes (se averigua sola)"
            '--jobs' = 'procesos a la vez (los que convengan)'
            '--all' = "tambi$([char]0x00E9)n las notas"
            '--quiet' = "no decir qu$([char]0x00E9) se escribi$([char]0x00F3)"
            '--exit-zero' = 'termina con 0 aunque haya hallazgos; con 2 si algo no se pudo revisar'
            '--until' = "el $([char]0x00FA)ltimo d$([char]0x00ED)a para entregar la correcci$([char]0x00F3)n, como 2025-04-30"
            '--lang' = 'idioma: es o en (es; o la variable POA_LINT_LANG)'
            '--color' = 'colores: auto, always o never (auto)'
            '--version' = "versi$([char]0x00F3)n del programa y de las reglas"
            '--help' = 'esta ayuda'
        }
        'observaciones' = [ordered]@{
            '--select' = 'solo estas reglas: claves, inicios de clave (POA3), nombres o grupos'
            '--ignore' = 'estas reglas no'
            '--fail-on' = "desde qu$([char]0x00E9) gravedad termina con 1: error, warning o info (error)"
            '--output-format' = 'text o csv (text)'
            '--output' = 'escribe en este archivo'
            '--config' = "archivo de ajustes (el m$([char]0x00E1)s cercano hacia arriba: poa-lint.yaml)"
            '--no-config' = 'sin archivo de ajustes'
            '--include' = "de las carpetas, solo estos archivos, por ejemplo '*.xlsx' o 'informes/**'; cada vez que se escribe se agrega otro patr$([char]0x00F3)n"
            '--exclude' = "de las carpetas, no estos archivos ni estas carpetas, por ejemplo 'borradores/'; adem$([char]0x00E1)s de los que digan los ajustes"
            '--gitignore' = 'de las carpetas, no lo que .gitignore aparta'
            '--stdin-filename' = "con - (entrada est$([char]0x00E1)ndar): el nombre con que se revisa y se muestra, con los ajustes de su carpeta (para editores)"
            '--against' = 'informe anterior con que se compara, o su carpeta; cada vez que se escribe se agrega otro'
            '--plan' = 'POA aprobado con que se compara, o su carpeta; cada vez que se escribe se agrega otro'
            '--compare' = "compara los informes entre s$([char]0x00ED), o con lo que digan los ajustes"
            '--no-compare' = "no compara, aunque los ajustes digan con qu$([char]0x00E9)"
            '--today' = "el d$([char]0x00ED)a de hoy, como 2026-04-15 o 15/04/2026: decide qu$([char]0x00E9) dispensas valen"
            '--encoding' = "codificaci$([char]0x00F3)n de los informes (se averigua sola)"
            '--bom' = 'con CSV: escribe la marca de orden de bytes que Excel busca'
            '--jobs' = 'procesos a la vez (los que convengan)'
            '--exit-zero' = 'termina con 0 aunque haya hallazgos; con 2 si algo no se pudo revisar'
            '--lang' = 'idioma: es o en (es; o la variable POA_LINT_LANG)'
            '--color' = 'colores: auto, always o never (auto)'
            '--version' = "versi$([char]0x00F3)n del programa y de las reglas"
            '--help' = 'esta ayuda'
        }
        'help' = [ordered]@{
            '--lang' = 'idioma: es o en (es; o la variable POA_LINT_LANG)'
            '--color' = 'colores: auto, always o never (auto)'
            '--version' = "versi$([char]0x00F3)n del programa y de las reglas"
            '--help' = 'esta ayuda'
        }
        'version' = [ordered]@{
            '--lang' = 'idioma: es o en (es; o la variable POA_LINT_LANG)'
            '--color' = 'colores: auto, always o never (auto)'
            '--version' = "versi$([char]0x00F3)n del programa y de las reglas"
            '--help' = 'esta ayuda'
        }
        'completion' = [ordered]@{
            '--lang' = 'idioma: es o en (es; o la variable POA_LINT_LANG)'
            '--color' = 'colores: auto, always o never (auto)'
            '--version' = "versi$([char]0x00F3)n del programa y de las reglas"
            '--help' = 'esta ayuda'
        }
        'man' = [ordered]@{
            '--lang' = 'idioma: es o en (es; o la variable POA_LINT_LANG)'
            '--color' = 'colores: auto, always o never (auto)'
            '--version' = "versi$([char]0x00F3)n del programa y de las reglas"
            '--help' = 'esta ayuda'
        }
    }
    $values = @{
        'check --select' = $rules
        'check --ignore' = $rules
        'check --fail-on' = [ordered]@{ 'error' = ''; 'warning' = ''; 'info' = '' }
        'check --output-format' = [ordered]@{ 'terminal' = ''; 'concise' = ''; 'json' = ''; 'jsonl' = ''; 'sarif' = ''; 'github' = ''; 'gitlab' = ''; 'junit' = ''; 'rdjsonl' = ''; 'markdown' = ''; 'html' = '' }
        'check -f' = [ordered]@{ 'terminal' = ''; 'concise' = ''; 'json' = ''; 'jsonl' = ''; 'sarif' = ''; 'github' = ''; 'gitlab' = ''; 'junit' = ''; 'rdjsonl' = ''; 'markdown' = ''; 'html' = '' }
        'check --order' = [ordered]@{ 'place' = ''; 'severity' = '' }
        'check --lang' = [ordered]@{ 'es' = ''; 'en' = '' }
        'check --color' = [ordered]@{ 'auto' = ''; 'always' = ''; 'never' = '' }
        'explain --lang' = [ordered]@{ 'es' = ''; 'en' = '' }
        'explain --color' = [ordered]@{ 'auto' = ''; 'always' = ''; 'never' = '' }
        'rules --output-format' = [ordered]@{ 'terminal' = ''; 'json' = ''; 'markdown' = ''; 'html' = '' }
        'rules -f' = [ordered]@{ 'terminal' = ''; 'json' = ''; 'markdown' = ''; 'html' = '' }
        'rules --lang' = [ordered]@{ 'es' = ''; 'en' = '' }
        'rules --color' = [ordered]@{ 'auto' = ''; 'always' = ''; 'never' = '' }
        'pair --output-format' = [ordered]@{ 'terminal' = ''; 'json' = '' }
        'pair -f' = [ordered]@{ 'terminal' = ''; 'json' = '' }
        'pair --lang' = [ordered]@{ 'es' = ''; 'en' = '' }
        'pair --color' = [ordered]@{ 'auto' = ''; 'always' = ''; 'never' = '' }
        'config --lang' = [ordered]@{ 'es' = ''; 'en' = '' }
        'config --color' = [ordered]@{ 'auto' = ''; 'always' = ''; 'never' = '' }
        'check-rules --output-format' = [ordered]@{ 'terminal' = ''; 'concise' = ''; 'json' = ''; 'jsonl' = ''; 'sarif' = ''; 'github' = ''; 'gitlab' = ''; 'junit' = ''; 'rdjsonl' = ''; 'markdown' = ''; 'html' = '' }
        'check-rules -f' = [ordered]@{ 'terminal' = ''; 'concise' = ''; 'json' = ''; 'jsonl' = ''; 'sarif' = ''; 'github' = ''; 'gitlab' = ''; 'junit' = ''; 'rdjsonl' = ''; 'markdown' = ''; 'html' = '' }
        'check-rules --lang' = [ordered]@{ 'es' = ''; 'en' = '' }
        'check-rules --color' = [ordered]@{ 'auto' = ''; 'always' = ''; 'never' = '' }
        'check-forms --output-format' = [ordered]@{ 'terminal' = ''; 'concise' = ''; 'json' = ''; 'jsonl' = ''; 'sarif' = ''; 'github' = ''; 'gitlab' = ''; 'junit' = ''; 'rdjsonl' = ''; 'markdown' = ''; 'html' = '' }
        'check-forms -f' = [ordered]@{ 'terminal' = ''; 'concise' = ''; 'json' = ''; 'jsonl' = ''; 'sarif' = ''; 'github' = ''; 'gitlab' = ''; 'junit' = ''; 'rdjsonl' = ''; 'markdown' = ''; 'html' = '' }
        'check-forms --lang' = [ordered]@{ 'es' = ''; 'en' = '' }
        'check-forms --color' = [ordered]@{ 'auto' = ''; 'always' = ''; 'never' = '' }
        'fmt --lang' = [ordered]@{ 'es' = ''; 'en' = '' }
        'fmt --color' = [ordered]@{ 'auto' = ''; 'always' = ''; 'never' = '' }
        'show --lang' = [ordered]@{ 'es' = ''; 'en' = '' }
        'show --color' = [ordered]@{ 'auto' = ''; 'always' = ''; 'never' = '' }
        'form-new --lang' = [ordered]@{ 'es' = ''; 'en' = '' }
        'form-new --color' = [ordered]@{ 'auto' = ''; 'always' = ''; 'never' = '' }
        'rule-new --lang' = [ordered]@{ 'es' = ''; 'en' = '' }
        'rule-new --color' = [ordered]@{ 'auto' = ''; 'always' = ''; 'never' = '' }
        'lsp --lang' = [ordered]@{ 'es' = ''; 'en' = '' }
        'lsp --color' = [ordered]@{ 'auto' = ''; 'always' = ''; 'never' = '' }
        'serve --lang' = [ordered]@{ 'es' = ''; 'en' = '' }
        'serve --color' = [ordered]@{ 'auto' = ''; 'always' = ''; 'never' = '' }
        'waive --lang' = [ordered]@{ 'es' = ''; 'en' = '' }
        'waive --color' = [ordered]@{ 'auto' = ''; 'always' = ''; 'never' = '' }
        'amend --type' = [ordered]@{ 'ampliacion' = ''; 'reduccion' = ''; 'recalendarizacion' = ''; 'interna' = ''; 'alta' = ''; 'baja' = ''; 'texto' = '' }
        'amend --lang' = [ordered]@{ 'es' = ''; 'en' = '' }
        'amend --color' = [ordered]@{ 'auto' = ''; 'always' = ''; 'never' = '' }
        'keep --lang' = [ordered]@{ 'es' = ''; 'en' = '' }
        'keep --color' = [ordered]@{ 'auto' = ''; 'always' = ''; 'never' = '' }
        'export --output-format' = [ordered]@{ 'csv' = ''; 'jsonl' = ''; 'xlsx' = ''; 'parquet' = '' }
        'export -f' = [ordered]@{ 'csv' = ''; 'jsonl' = ''; 'xlsx' = ''; 'parquet' = '' }
        'export --lang' = [ordered]@{ 'es' = ''; 'en' = '' }
        'export --color' = [ordered]@{ 'auto' = ''; 'always' = ''; 'never' = '' }
        'next --lang' = [ordered]@{ 'es' = ''; 'en' = '' }
        'next --color' = [ordered]@{ 'auto' = ''; 'always' = ''; 'never' = '' }
        'summary --select' = $rules
        'summary --ignore' = $rules
        'summary --fail-on' = [ordered]@{ 'error' = ''; 'warning' = ''; 'info' = '' }
        'summary --output-format' = [ordered]@{ 'terminal' = ''; 'json' = ''; 'html' = ''; 'csv' = ''; 'xlsx' = '' }
        'summary -f' = [ordered]@{ 'terminal' = ''; 'json' = ''; 'html' = ''; 'csv' = ''; 'xlsx' = '' }
        'summary --lang' = [ordered]@{ 'es' = ''; 'en' = '' }
        'summary --color' = [ordered]@{ 'auto' = ''; 'always' = ''; 'never' = '' }
        'letter --select' = $rules
        'letter --ignore' = $rules
        'letter --fail-on' = [ordered]@{ 'error' = ''; 'warning' = ''; 'info' = '' }
        'letter --output-format' = [ordered]@{ 'docx' = ''; 'txt' = '' }
        'letter -f' = [ordered]@{ 'docx' = ''; 'txt' = '' }
        'letter --lang' = [ordered]@{ 'es' = ''; 'en' = '' }
        'letter --color' = [ordered]@{ 'auto' = ''; 'always' = ''; 'never' = '' }
        'observaciones --select' = $rules
        'observaciones --ignore' = $rules
        'observaciones --fail-on' = [ordered]@{ 'error' = ''; 'warning' = ''; 'info' = '' }
        'observaciones --output-format' = [ordered]@{ 'text' = ''; 'csv' = '' }
        'observaciones -f' = [ordered]@{ 'text' = ''; 'csv' = '' }
        'observaciones --lang' = [ordered]@{ 'es' = ''; 'en' = '' }
        'observaciones --color' = [ordered]@{ 'auto' = ''; 'always' = ''; 'never' = '' }
        'help --lang' = [ordered]@{ 'es' = ''; 'en' = '' }
        'help --color' = [ordered]@{ 'auto' = ''; 'always' = ''; 'never' = '' }
        'version --lang' = [ordered]@{ 'es' = ''; 'en' = '' }
        'version --color' = [ordered]@{ 'auto' = ''; 'always' = ''; 'never' = '' }
        'completion --lang' = [ordered]@{ 'es' = ''; 'en' = '' }
        'completion --color' = [ordered]@{ 'auto' = ''; 'always' = ''; 'never' = '' }
        'man --lang' = [ordered]@{ 'es' = ''; 'en' = '' }
        'man --color' = [ordered]@{ 'auto' = ''; 'always' = ''; 'never' = '' }
    }
    $operands = @{
        'explain' = $rules
        'waive' = $rules
        'help' = $commands
        'completion' = [ordered]@{ 'bash' = ''; 'zsh' = ''; 'fish' = ''; 'powershell' = '' }
    }
    $command = ''
    $option = ''
    # The command is the first word that is neither an option nor the value of one.
    $before = $commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition }
    foreach ($word in @($before | Select-Object -Skip 1 | ForEach-Object { $_.Extent.Text })) {
        if ($option) { $option = '' }
        elseif ($word -like '-?*') { if ($taking -ccontains $word) { $option = $word } }
        elseif (-not $command) { $command = if ($commands.Contains($word)) { $word } else { 'check' } }
    }
    $name = if ($command) { $command } else { 'check' }
    $prefix = ''
    if ($option) {
        $offered = $values["$name $option"]
        if ($offered -eq $rules -and $wordToComplete.Contains(',')) {
            $prefix = $wordToComplete.Substring(0, $wordToComplete.LastIndexOf(',') + 1)
        }
    }
    elseif ($wordToComplete -like '-*') { $offered = $options[$name] }
    elseif ($command) { $offered = $operands[$command] }
    else { $offered = $commands }
    if (-not $offered) { return }
    $typed = $wordToComplete.Substring($prefix.Length)
    foreach ($word in $offered.Keys) {
        if ($word.StartsWith($typed, 'OrdinalIgnoreCase')) {
            $said = if ($offered[$word]) { $offered[$word] } else { $word }
            [System.Management.Automation.CompletionResult]::new("$prefix$word", $word, 'ParameterValue', $said)
        }
    }
}
