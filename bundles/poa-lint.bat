@echo off
rem Suelte sobre este archivo uno o varios informes, o haga doble clic. Necesita poa-lint.pyz en la misma carpeta.
rem
rem Explorer hands "a&b.txt" over without quotes, and then %* ends before the "&": Python reads the whole command
rem line instead, and `exit` keeps cmd from starting what stands behind the "&". Texts have no accents: a console
rem shows them in a code page of its own.
setlocal DisableDelayedExpansion
set "POA=%~dp0poa-lint.pyz"
setlocal EnableDelayedExpansion
set "POA_LINT_DROPPED=!CMDCMDLINE!"
set "PY=python"
where py >nul 2>nul && set "PY=py -3"
rem tomllib came with Python 3.11.
!PY! -c "import tomllib" >nul 2>nul
if errorlevel 1 goto nopython
if not exist "!POA!" goto nopyz
!PY! "!POA!" %*
set "CODE=!errorlevel!"
if !CODE! geq 2 pause
goto end
:nopython
echo Falta Python 3.11 o posterior. Sin Python puede usar poa-lint.html: se abre con doble clic.
set "CODE=2"
pause
goto end
:nopyz
echo Falta poa-lint.pyz: debe estar en la misma carpeta que este archivo.
set "CODE=2"
pause
:end
if "!POA_LINT_DROPPED:.bat=!"=="!POA_LINT_DROPPED!" exit /b !CODE!
exit !CODE!
